package org.mnistcnn.nn;

import org.tensorflow.ndarray.Shape;

/** The checks that several layers share. */
final class Rules {

  private Rules() {}

  static void positive(String setting, long value) {
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

  static void notNegative(String setting, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s must be finite and not negative, got %s".formatted(setting, value));
    }
  }

  /** A part of a whole, from none to all of it. */
  static void share(String setting, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("%s must be in [0, 1], got %s".formatted(setting, value));
    }
  }

  /** What of a mean is left after one more value: all of it would let nothing in. */
  static void decay(String setting, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException("%s must be in [0, 1), got %s".formatted(setting, value));
    }
  }

  static void rate(double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("rate must be in [0, 1), got " + rate);
    }
  }

  static void image(Shape input) {
    if (input.numDimensions() != 3) {
      throw new IllegalArgumentException(
          "input must be an image (height, width, channels), got shape " + input);
    }
  }
}
