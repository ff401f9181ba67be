package org.mnistcnn.nn;

import org.tensorflow.ndarray.Shape;

/** The checks that several layers share. */
final class Rules {

  private Rules() {}

  static void positive(String setting, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s must be at least 1, got %d".formatted(setting, value));
    }
  }

  static void positive(String setting, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s must be positive and finite, got %s".formatted(setting, value));
    }
  }

  static void image(Shape input) {
    if (input.numDimensions() != 3) {
      throw new IllegalArgumentException(
          "input must be an image (height, width, channels), got shape " + input);
    }
  }
}
