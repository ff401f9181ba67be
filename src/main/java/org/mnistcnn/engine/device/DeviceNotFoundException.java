package org.mnistcnn.engine.device;

import org.mnistcnn.common.SettingText;

/** A device that was asked for can't be used; the message says what is missing. */
public final class DeviceNotFoundException extends RuntimeException implements SettingText.Message {

  private static final long serialVersionUID = 2;

  private final SettingText text;

  DeviceNotFoundException(String message) {
    this(SettingText.of("%s", message));
  }

  DeviceNotFoundException(SettingText message) {
    super(message.toString());
    this.text = message;
  }

  DeviceNotFoundException(SettingText message, Throwable cause) {
    super(message.toString(), cause);
    this.text = message;
  }

  @Override
  public SettingText text() {
    return text;
  }
}
