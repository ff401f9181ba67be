package org.mnistcnn.common;

import java.io.IOException;

/** A file is there, but what it holds is wrong; the message names the file and, if known, where. */
public final class InvalidDataException extends IOException {

  private static final long serialVersionUID = 1L;

  /** With a one-line message that needs no stack trace to be understood. */
  public InvalidDataException(String message) {
    super(message);
  }
}
