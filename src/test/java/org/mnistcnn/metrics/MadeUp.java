package org.mnistcnn.metrics;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Predictions of a classifier that is made up, but right about as often as it is told to be. */
public final class MadeUp {

  private MadeUp() {}

  /** Names {@code 0}, {@code 1}, ... for classes. */
  public static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  /**
   * Probabilities that lean to the true class.
   *
   * @param lean how far: 0 is chance, 8 nearly always right
   */
  public static Predictions predictions(long seed, List<String> names, int samples, double lean) {
    Random random = new Random(seed);
    int classes = names.size();
    int[] actual = random.ints(samples, 0, classes).toArray();
    float[] probabilities = new float[samples * classes];
    for (int sample = 0; sample < samples; sample++) {
      double[] weights = new double[classes];
      double sum = 0;
      for (int category = 0; category < classes; category++) {
        double logit = 1.5 * random.nextGaussian() + (category == actual[sample] ? lean : 0);
        weights[category] = Math.exp(logit);
        sum += weights[category];
      }
      for (int category = 0; category < classes; category++) {
        probabilities[sample * classes + category] = (float) (weights[category] / sum);
      }
    }
    return new Predictions(names, actual, probabilities);
  }
}
