package org.mnistcnn.search;

import java.util.random.RandomGenerator;

/**
 * Parzen's estimate of a density on [0, 1]: the mean of a normal distribution around each
 * observation, as wide as the distance to the farther of its neighbours, and of a wide one around
 * the middle, which stands for not knowing; each cut off at 0 and 1 (Bergstra and others 2011).
 */
final class ParzenDensity implements Density {

  private static final double LEAST_WIDTH = 0.01;
  private static final int MOST_SPLITS = 100;

  private final double[] means;
  private final double[] widths;

  /** What of each normal distribution is within [0, 1]. */
  private final double[] inside;

  /**
   * The density.
   *
   * @param sorted where observations are, ascending
   */
  ParzenDensity(double[] sorted) {
    int count = sorted.length + 1;
    means = new double[count];
    widths = new double[count];
    inside = new double[count];
    means[0] = 0.5;
    widths[0] = 1;
    double least = Math.max(LEAST_WIDTH, 1.0 / Math.min(MOST_SPLITS, 1 + count));
    for (int i = 0; i < sorted.length; i++) {
      double before = i == 0 ? 0 : sorted[i - 1];
      double after = i == sorted.length - 1 ? 1 : sorted[i + 1];
      means[i + 1] = sorted[i];
      widths[i + 1] = Math.max(least, Math.min(1, Math.max(sorted[i] - before, after - sorted[i])));
    }
    for (int i = 0; i < count; i++) {
      inside[i] = cumulative((1 - means[i]) / widths[i]) - cumulative(-means[i] / widths[i]);
    }
  }

  @Override
  public double at(double position) {
    double sum = 0;
    for (int i = 0; i < means.length; i++) {
      double distance = (position - means[i]) / widths[i];
      sum += StrictMath.exp(-distance * distance / 2) / (widths[i] * inside[i]);
    }
    return sum / (means.length * Math.sqrt(2 * Math.PI));
  }

  @Override
  public double sample(RandomGenerator random) {
    int component = random.nextInt(means.length);
    double position;
    do {
      position = means[component] + widths[component] * random.nextGaussian();
    } while (position < 0 || position > 1);
    return position;
  }

  /**
   * The standard normal distribution's cumulative share, to 1e-7 (Abramowitz and Stegun 1964,
   * 26.2.17).
   */
  private static double cumulative(double x) {
    double t = 1 / (1 + 0.2316419 * Math.abs(x));
    double polynomial =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    double tail = StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    return x > 0 ? 1 - tail : tail;
  }
}
