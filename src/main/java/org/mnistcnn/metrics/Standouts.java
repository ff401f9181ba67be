package org.mnistcnn.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The samples worth looking at. */
public final class Standouts {

  private Standouts() {}

  /** The wrong predictions that the classifier was surest of, surest first. */
  public static List<Integer> worstMistakes(Predictions predictions, int limit) {
    return greatest(
        predictions, sample -> !predictions.correct(sample), predictions::confidence, limit);
  }

  /** The right predictions that the classifier was least sure of, least sure first. */
  public static List<Integer> leastCertain(Predictions predictions, int limit) {
    return greatest(
        predictions, predictions::correct, sample -> -predictions.confidence(sample), limit);
  }

  /** Of equals, the first sample comes first. */
  private static List<Integer> greatest(
      Predictions predictions, IntPredicate wanted, IntToDoubleFunction height, int limit) {
    int[] samples = IntStream.range(0, predictions.count()).filter(wanted).toArray();
    double[] heights = Arrays.stream(samples).mapToDouble(height).toArray();
    if (samples.length > limit) {
      double[] sorted = heights.clone();
      Arrays.sort(sorted);
      double least = sorted[sorted.length - limit];
      int[] all = samples;
      samples =
          IntStream.range(0, all.length)
              .filter(i -> heights[i] >= least)
              .map(i -> all[i])
              .toArray();
    }
    return Arrays.stream(samples)
        .boxed()
        .sorted((a, b) -> Double.compare(height.applyAsDouble(b), height.applyAsDouble(a)))
        .limit(limit)
        .toList();
  }
}
