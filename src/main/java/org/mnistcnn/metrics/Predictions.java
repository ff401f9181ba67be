package org.mnistcnn.metrics;

import java.util.List;

/**
 * The probabilities a classifier gave to every class of every sample, beside the true classes:
 * everything a report says of a model follows from these.
 */
public final class Predictions {

  private final List<String> classNames;
  private final int[] actual;
  private final float[] probabilities;

  /**
   * Predictions over these arrays, which it keeps: the caller no longer changes them.
   *
   * @param classNames the name of class 0, 1, ...
   * @param actual the true class of each sample
   * @param probabilities shape {@code (samples, classes)}, row-major
   * @throws IllegalArgumentException if the sizes do not fit or a true class has no name
   */
  public Predictions(List<String> classNames, int[] actual, float[] probabilities) {
    if ((long) actual.length * classNames.size() != probabilities.length) {
      throw new IllegalArgumentException(
          "%d samples of %d classes need %d probabilities, got %d"
              .formatted(
                  actual.length,
                  classNames.size(),
                  (long) actual.length * classNames.size(),
                  probabilities.length));
    }
    for (int i = 0; i < actual.length; i++) {
      if (actual[i] < 0 || actual[i] >= classNames.size()) {
        throw new IllegalArgumentException(
            "true class must be in [0, %d), got %d at sample %d"
                .formatted(classNames.size(), actual[i], i));
      }
    }
    this.classNames = List.copyOf(classNames);
    this.actual = actual;
    this.probabilities = probabilities;
  }

  /** Number of samples. */
  public int count() {
    return actual.length;
  }

  /** The name of class 0, 1, ... */
  public List<String> classNames() {
    return classNames;
  }

  /** The true class of {@code sample}. */
  public int actual(int sample) {
    return actual[sample];
  }

  /** The probability that {@code sample} is of {@code category}, an index of a class. */
  public float probability(int sample, int category) {
    return probabilities[sample * classNames.size() + category];
  }

  /** The class with the greatest probability; the first of equals, as {@code numpy.argmax}. */
  public int predicted(int sample) {
    int best = 0;
    for (int category = 1; category < classNames.size(); category++) {
      if (probability(sample, category) > probability(sample, best)) {
        best = category;
      }
    }
    return best;
  }

  /** The share of samples whose predicted class is the true one, in [0, 1]; NaN of no samples. */
  public double accuracy() {
    return ConfusionMatrix.of(this).accuracy();
  }

  /**
   * The mean cross-entropy in nats: {@code mean(-ln p[true class])}; NaN of no samples.
   *
   * <p>Unlike Keras, which raises a probability to 1e-7 before the logarithm, it is raised only to
   * the smallest normal float: so the loss of an exported model equals the loss of the same model
   * in training, which is computed from logits.
   */
  public double loss() {
    double sum = 0;
    for (int sample = 0; sample < count(); sample++) {
      sum -= Math.log(Math.max(probability(sample, actual[sample]), Float.MIN_NORMAL));
    }
    return sum / count();
  }
}
