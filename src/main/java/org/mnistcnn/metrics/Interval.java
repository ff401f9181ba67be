package org.mnistcnn.metrics;

/**
 * Where a share lies that was seen on a sample.
 *
 * @param low the lower end, in [0, 1]
 * @param high the upper end, in [0, 1]
 */
public record Interval(double low, double high) {

  /** The 97.5 % quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  /**
   * The 95 % interval of Wilson ("Probable Inference, the Law of Succession, and Statistical
   * Inference", 1927), which unlike the normal one holds near 0 and 1; NaN of no trials.
   */
  public static Interval wilson(long successes, long trials) {
    if (trials == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    double share = (double) successes / trials;
    double z2 = Z * Z / trials;
    double center = (share + z2 / 2) / (1 + z2);
    double half = Z / (1 + z2) * Math.sqrt((share * (1 - share) + z2 / 4) / trials);
    // At the ends, the formula gives 0 and 1 but for rounding.
    return new Interval(
        successes == 0 ? 0 : Math.max(0, center - half),
        successes == trials ? 1 : Math.min(1, center + half));
  }
}
