package org.mnistcnn.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A regression tree over the unit cube: boxes, each with the mean of the values within it. The best
 * cut is the one that leaves the smallest squared error (Breiman and others 1984).
 */
final class RegressionTree {

  private static final int LEAST_IN_BOX = 2;

  private final int dimensions;
  private final List<Box> boxes = new ArrayList<>();

  /** A box of the tree with its prediction. */
  private static final class Box {
    private final double[] low;
    private final double[] high;
    private final double mean;

    Box(double[] low, double[] high, double mean) {
      this.low = low;
      this.high = high;
      this.mean = mean;
    }

    double width(int dimension) {
      return high[dimension] - low[dimension];
    }

    /** The volume without one dimension; with all of them for -1. */
    double volume(int without) {
      double volume = 1;
      for (int i = 0; i < low.length; i++) {
        volume *= i == without ? 1 : width(i);
      }
      return volume;
    }
  }

  /** Where to cut: the error that is left on both sides. */
  private record Cut(int dimension, double at, double error) {}

  /**
   * Grows a tree.
   *
   * @param points positions in the unit cube
   * @param values the value at each
   * @param sample indices of the points to grow it on; a point may occur several times
   */
  RegressionTree(double[][] points, double[] values, int[] sample) {
    dimensions = points[0].length;
    double[] high = new double[dimensions];
    Arrays.fill(high, 1);
    grow(points, values, sample, new double[dimensions], high);
  }

  private void grow(double[][] points, double[] values, int[] sample, double[] low, double[] high) {
    Cut best = new Cut(-1, 0, error(values, sample) - 1e-12);
    for (int dimension = 0; dimension < dimensions; dimension++) {
      best = cut(points, values, sample, dimension, best);
    }
    if (best.dimension() < 0) {
      boxes.add(
          new Box(
              low, high, Arrays.stream(sample).mapToDouble(i -> values[i]).average().orElse(0)));
      return;
    }
    int dimension = best.dimension();
    double at = best.at();
    double[] middleHigh = high.clone();
    middleHigh[dimension] = at;
    double[] middleLow = low.clone();
    middleLow[dimension] = at;
    int[] left = Arrays.stream(sample).filter(i -> points[i][dimension] < at).toArray();
    int[] right = Arrays.stream(sample).filter(i -> points[i][dimension] >= at).toArray();
    grow(points, values, left, low, middleHigh);
    grow(points, values, right, middleLow, high);
  }

  private static Cut cut(
      double[][] points, double[] values, int[] sample, int dimension, Cut bestSoFar) {
    int[] sorted =
        Arrays.stream(sample)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> points[i][dimension]))
            .mapToInt(Integer::intValue)
            .toArray();
    double mean = Arrays.stream(sample).mapToDouble(i -> values[i]).average().orElse(0);
    double error = error(values, sample);
    Cut best = bestSoFar;
    double left = 0;
    for (int i = 1; i < sorted.length; i++) {
      // Of the values' differences from their mean, the sum on the left is that on the right.
      left += values[sorted[i - 1]] - mean;
      double before = points[sorted[i - 1]][dimension];
      double after = points[sorted[i]][dimension];
      double rest = error - left * left / i - left * left / (sorted.length - i);
      if (before < after
          && i >= LEAST_IN_BOX
          && sorted.length - i >= LEAST_IN_BOX
          && rest < best.error()) {
        best = new Cut(dimension, (before + after) / 2, rest);
      }
    }
    return best;
  }

  private static double error(double[] values, int[] sample) {
    double mean = Arrays.stream(sample).mapToDouble(i -> values[i]).average().orElse(0);
    return Arrays.stream(sample).mapToDouble(i -> (values[i] - mean) * (values[i] - mean)).sum();
  }

  /** The variance of the prediction over the unit cube. */
  double variance() {
    double mean = boxes.stream().mapToDouble(box -> box.volume(-1) * box.mean).sum();
    return boxes.stream()
        .mapToDouble(box -> box.volume(-1) * (box.mean - mean) * (box.mean - mean))
        .sum();
  }

  /** The variance along one dimension of the prediction's mean over all others. */
  double variance(int dimension) {
    double mean = boxes.stream().mapToDouble(box -> box.volume(-1) * box.mean).sum();
    double[] borders =
        boxes.stream().mapToDouble(box -> box.low[dimension]).sorted().distinct().toArray();
    double variance = 0;
    for (int i = 0; i < borders.length; i++) {
      double from = borders[i];
      double width = (i + 1 < borders.length ? borders[i + 1] : 1) - from;
      double marginal =
          boxes.stream()
              .filter(box -> box.low[dimension] <= from && box.high[dimension] > from)
              .mapToDouble(box -> box.volume(dimension) * box.mean)
              .sum();
      variance += width * (marginal - mean) * (marginal - mean);
    }
    return variance;
  }
}
