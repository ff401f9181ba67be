package org.mnistcnn.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well the probability of one class sorts its samples from all others: the areas under the ROC
 * and the precision-recall curve, and the points of both. Samples with equal probabilities stand or
 * fall together.
 *
 * @param auc area under the ROC curve; NaN if the class has no sample or all
 * @param averagePrecision precision, averaged over the steps of recall; NaN if the class has no
 *     sample
 * @param points from the strictest threshold to none; thinned out to what a chart can show
 */
public record OneVsRest(double auc, double averagePrecision, List<Point> points) {

  /** No two neighbours of the curve are closer than this, unless the curve bends there. */
  private static final double RESOLUTION = 1.0 / 500;

  /** The same in the ideal corner, where good classifiers have all of their curve. */
  private static final double FINE_RESOLUTION = RESOLUTION / 10;

  private static final double CORNER = 0.1;

  public OneVsRest {
    points = List.copyOf(points);
  }

  /**
   * What one threshold gives.
   *
   * @param falsePositiveRate share of the other samples that are above it
   * @param recall share of the class's samples that are above it
   * @param precision share of the samples above it that are of the class
   */
  public record Point(double falsePositiveRate, double recall, double precision) {}

  /** Sorts the samples by the probability of {@code category}. */
  public static OneVsRest of(Predictions predictions, int category) {
    int[] keys = new int[predictions.count()];
    long positives = 0;
    for (int sample = 0; sample < keys.length; sample++) {
      boolean positive = predictions.actual(sample) == category;
      positives += positive ? 1 : 0;
      // Floats that are not negative sort as their bits do; those up to 2 leave the last bit free.
      int bits = Float.floatToIntBits(predictions.probability(sample, category) + 0.0f);
      keys[sample] = bits << 1 | (positive ? 1 : 0);
    }
    Arrays.sort(keys);
    return walk(keys, positives, keys.length - positives);
  }

  private static OneVsRest walk(int[] keys, long positives, long negatives) {
    Points points = new Points(positives, negatives);
    double area = 0;
    double averagePrecision = 0;
    long hits = 0;
    long falseAlarms = 0;
    for (int next = keys.length - 1; next >= 0; ) {
      int threshold = keys[next] >> 1;
      long hitsBefore = hits;
      long falseAlarmsBefore = falseAlarms;
      for (; next >= 0 && keys[next] >> 1 == threshold; next--) {
        hits += keys[next] & 1;
        falseAlarms += 1 - (keys[next] & 1);
      }
      area += (falseAlarms - falseAlarmsBefore) * (hits + hitsBefore) / 2.0;
      averagePrecision += (double) (hits - hitsBefore) * hits / (hits + falseAlarms);
      points.add(hits, falseAlarms);
    }
    return new OneVsRest(
        area / ((double) positives * negatives),
        positives == 0 ? Double.NaN : averagePrecision / positives,
        points.finished());
  }

  /** The points of a curve that are worth keeping. */
  private static final class Points {

    private final double positives;
    private final double negatives;
    private final List<Point> kept = new ArrayList<>();
    private Point last = new Point(0, 0, 1);
    private boolean lastKept = true;

    Points(long positives, long negatives) {
      this.positives = Math.max(1, positives);
      this.negatives = Math.max(1, negatives);
      kept.add(last);
    }

    void add(long hits, long falseAlarms) {
      Point point =
          new Point(
              falseAlarms / negatives, hits / positives, (double) hits / (hits + falseAlarms));
      Point before = kept.get(kept.size() - 1);
      boolean corner = point.falsePositiveRate() < CORNER && point.recall() > 1 - CORNER;
      double step = corner ? FINE_RESOLUTION : RESOLUTION;
      boolean far =
          point.falsePositiveRate() - before.falsePositiveRate() >= step
              || point.recall() - before.recall() >= step
              || Math.abs(point.precision() - before.precision()) >= 5 * RESOLUTION;
      if (far && !lastKept) {
        // The corner that the curve turned just before.
        kept.add(last);
      }
      if (far) {
        kept.add(point);
      }
      last = point;
      lastKept = far;
    }

    List<Point> finished() {
      if (!lastKept) {
        kept.add(last);
      }
      return kept;
    }
  }
}
