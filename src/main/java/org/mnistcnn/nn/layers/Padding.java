package org.mnistcnn.nn.layers;

import java.util.Locale;

/** What a window that moves over an image does at the border. */
public enum Padding {
  /** The window stays within the image. */
  VALID,
  /**
   * Zeros are put around the image, evenly and with the odd one after it, so that there is one
   * output for each step: {@code ceil(length / stride)}.
   */
  SAME;

  /** Keras's name, such as {@code valid}. */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
