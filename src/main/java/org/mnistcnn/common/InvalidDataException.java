package org.mnistcnn.common;

import java.io.IOException;

/** A file exists, but what it holds is wrong; the message names the file and, if known, where. */
public final class InvalidDataException extends IOException implements SettingText.Message {

  private static final long serialVersionUID = 2;

  private final SettingText text;

  /** With a one-line message that needs no stack trace to be understood. */
  public InvalidDataException(String message) {
    this(SettingText.of("%s", message));
  }

  /** With a message that names settings by which the data could be read. */
  public InvalidDataException(SettingText message) {
    super(message.toString());
    this.text = message;
  }

  @Override
  public SettingText text() {
    return text;
  }
}
