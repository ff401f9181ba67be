package org.mnistcnn.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a classifier is right as often as it says: its samples by the probability of the
 * predicted class, in 15 bins of equal width (Guo et al., "On Calibration of Modern Neural
 * Networks", 2017). A bin holds its upper edge, and the first one 0.
 *
 * @param bins from 0 to 1
 * @param count number of samples
 */
public record Calibration(List<Bin> bins, long count) {

  private static final int BINS = 15;

  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * The samples whose confidence is in (low, high].
   *
   * @param confidence mean probability of the predicted class; NaN of none
   * @param accuracy share of right predictions; NaN of none
   */
  public record Bin(double low, double high, long count, double confidence, double accuracy) {}

  /** Puts all samples in their bins. */
  public static Calibration of(Predictions predictions) {
    double[] edges = new double[BINS + 1];
    for (int i = 0; i <= BINS; i++) {
      // As numpy.linspace has them.
      edges[i] = i == BINS ? 1 : i * (1.0 / BINS);
    }
    long[] counts = new long[BINS];
    long[] right = new long[BINS];
    double[] confidences = new double[BINS];
    for (int sample = 0; sample < predictions.count(); sample++) {
      double confidence = predictions.confidence(sample);
      int bin = 0;
      while (bin < BINS - 1 && confidence > edges[bin + 1]) {
        bin++;
      }
      counts[bin]++;
      confidences[bin] += confidence;
      right[bin] += predictions.correct(sample) ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      bins.add(
          new Bin(
              edges[i],
              edges[i + 1],
              counts[i],
              confidences[i] / counts[i],
              (double) right[i] / counts[i]));
    }
    return new Calibration(bins, predictions.count());
  }

  /**
   * The expected calibration error: the mean distance of accuracy and confidence over all samples,
   * bin by bin, in [0, 1]; NaN of no samples.
   */
  public double error() {
    double sum = 0;
    for (Bin bin : bins) {
      if (bin.count() > 0) {
        sum += bin.count() * Math.abs(bin.accuracy() - bin.confidence());
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }
}
