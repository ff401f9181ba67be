package org.mnistcnn.train;

/** The checks that several callbacks share. */
final class Rules {

  private Rules() {}

  static double finite(String setting, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("%s must be finite, got %s".formatted(setting, value));
    }
    return value;
  }

  static int notNegative(String setting, int value) {
    if (value < 0) {
      throw new IllegalArgumentException("%s must be at least 0, got %d".formatted(setting, value));
    }
    return value;
  }
}
