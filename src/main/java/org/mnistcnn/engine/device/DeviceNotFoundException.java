package org.mnistcnn.engine.device;

/** A device that was asked for can't be used; the message says what is missing. */
public final class DeviceNotFoundException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DeviceNotFoundException(String message) {
    super(message);
  }
}
