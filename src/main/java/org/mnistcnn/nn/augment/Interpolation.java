package org.mnistcnn.nn.augment;

import java.util.Locale;

/** The value of an image between its pixels. */
public enum Interpolation {
  /** The mean of the four pixels around, weighted by nearness. */
  BILINEAR,
  /** The nearest pixel's. */
  NEAREST;

  /** Keras's name, such as {@code bilinear}. */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
