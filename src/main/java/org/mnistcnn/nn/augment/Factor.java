package org.mnistcnn.nn.augment;

/**
 * The range that an augmentation draws a number from, uniformly: Keras's {@code factor}.
 *
 * @param lower finite
 * @param upper finite, not less than {@code lower}; the same for a number that does not change
 */
public record Factor(double lower, double upper) {

  public Factor {
    if (!Double.isFinite(lower) || !Double.isFinite(upper) || lower > upper) {
      throw new IllegalArgumentException(
          "a range must go from a finite number to one that is not less, got "
              + text(lower, upper));
    }
  }

  /** From {@code -bound} to {@code bound}, as Keras reads one number. */
  public static Factor symmetric(double bound) {
    return new Factor(-Math.abs(bound), Math.abs(bound));
  }

  void within(String setting, double min, double max) {
    if (lower < min || upper > max) {
      throw new IllegalArgumentException(
          "%s must be in [%s, %s], got %s".formatted(setting, min, max, this));
    }
  }

  private static String text(double lower, double upper) {
    return lower + ":" + upper;
  }

  /** {@code lower:upper}. */
  @Override
  public String toString() {
    return text(lower, upper);
  }
}
