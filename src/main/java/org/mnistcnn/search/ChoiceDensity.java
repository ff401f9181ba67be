package org.mnistcnn.search;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The shares of choices among observations, each choice counted once more than it was seen. */
final class ChoiceDensity implements Density {

  private final double[] shares;

  /**
   * The density of {@code choices} positions of equal width.
   *
   * @param positions where observations are
   */
  ChoiceDensity(int choices, double[] positions) {
    shares = new double[choices];
    Arrays.fill(shares, 1.0 / (positions.length + choices));
    for (double position : positions) {
      shares[index(position)] += 1.0 / (positions.length + choices);
    }
  }

  @Override
  public double at(double position) {
    return shares[index(position)];
  }

  @Override
  public double sample(RandomGenerator random) {
    double left = random.nextDouble();
    int index = 0;
    while (index < shares.length - 1 && left >= shares[index]) {
      left -= shares[index];
      index++;
    }
    return (index + 0.5) / shares.length;
  }

  private int index(double position) {
    return (int) Math.min(shares.length - 1, Math.floor(position * shares.length));
  }
}
