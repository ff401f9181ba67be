package org.mnistcnn.metrics;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The probabilities a classifier gave to every class of every sample, beside the true classes:
 * everything a report says of a model follows from these.
 */
public final class Predictions {

  /** What rounding may add to a probability of 1. */
  private static final float ROUNDING = 1e-3f;

  private final List<String> classNames;
  private final int[] actual;
  private final int[] predicted;
  private final float[] probabilities;

  /**
   * Predictions over these arrays, which it keeps: the caller no longer changes them. Predicted is
   * the class with the greatest probability; the first of equals, as {@code numpy.argmax}.
   *
   * @param classNames the name of class 0, 1, ...
   * @param actual the true class of each sample
   * @param probabilities shape {@code (samples, classes)}, row-major
   * @throws IllegalArgumentException if the sizes do not fit, a name stands for two classes, a true
   *     class has no name, or a probability is outside of [0, 1]
   */
  public Predictions(List<String> classNames, int[] actual, float[] probabilities) {
    this(
        classNames,
        actual,
        mostProbable(classNames.size(), actual.length, probabilities),
        probabilities);
  }

  /**
   * Predictions of a program that has its own way to choose a class, such as a threshold.
   *
   * @param predicted the predicted class of each sample
   */
  public Predictions(
      List<String> classNames, int[] actual, int[] predicted, float[] probabilities) {
    int classes = classNames.size();
    requireSize(classes, actual.length, probabilities);
    if (predicted.length != actual.length) {
      throw new IllegalArgumentException(
          "%d samples need as many predicted classes, got %d"
              .formatted(actual.length, predicted.length));
    }
    if (new HashSet<>(classNames).size() != classes) {
      throw new IllegalArgumentException("names of classes must differ, got " + classNames);
    }
    requireClasses("true", actual, classes);
    requireClasses("predicted", predicted, classes);
    for (int i = 0; i < probabilities.length; i++) {
      if (!(probabilities[i] >= 0 && probabilities[i] <= 1 + ROUNDING)) {
        throw new IllegalArgumentException(
            "probability must be in [0, 1], got %s at sample %d, class %d"
                .formatted(probabilities[i], i / classes, i % classes));
      }
    }
    this.classNames = List.copyOf(classNames);
    this.actual = actual;
    this.predicted = predicted;
    this.probabilities = probabilities;
  }

  private static void requireSize(int classes, int samples, float[] probabilities) {
    if ((long) samples * classes != probabilities.length) {
      throw new IllegalArgumentException(
          "%d samples of %d classes need %d probabilities, got %d"
              .formatted(samples, classes, (long) samples * classes, probabilities.length));
    }
  }

  private static void requireClasses(String what, int[] categories, int classes) {
    for (int i = 0; i < categories.length; i++) {
      if (categories[i] < 0 || categories[i] >= classes) {
        throw new IllegalArgumentException(
            "%s class must be in [0, %d), got %d at sample %d"
                .formatted(what, classes, categories[i], i));
      }
    }
  }

  private static int[] mostProbable(int classes, int samples, float[] probabilities) {
    requireSize(classes, samples, probabilities);
    int[] best = new int[samples];
    for (int sample = 0; sample < samples; sample++) {
      for (int category = 1; category < classes; category++) {
        if (probabilities[sample * classes + category]
            > probabilities[sample * classes + best[sample]]) {
          best[sample] = category;
        }
      }
    }
    return best;
  }

  public int count() {
    return actual.length;
  }

  /** The name of class 0, 1, ... */
  public List<String> classNames() {
    return classNames;
  }

  public int classes() {
    return classNames.size();
  }

  /** The true class of {@code sample}. */
  public int actual(int sample) {
    return actual[sample];
  }

  /** The probability that {@code sample} is of {@code category}, an index of a class. */
  public float probability(int sample, int category) {
    return probabilities[sample * classNames.size() + category];
  }

  /** The class that was predicted for {@code sample}. */
  public int predicted(int sample) {
    return predicted[sample];
  }

  /** Whether the predicted class of {@code sample} is the true one. */
  public boolean correct(int sample) {
    return predicted[sample] == actual[sample];
  }

  /** The probability of the class that was predicted for {@code sample}. */
  public float confidence(int sample) {
    return probability(sample, predicted[sample]);
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

  /** The wrong predictions that the classifier was surest of, surest first. */
  public List<Integer> worstMistakes(int limit) {
    Comparator<Integer> byConfidence = Comparator.comparingDouble(this::confidence);
    return first(sample -> !correct(sample), byConfidence.reversed(), limit);
  }

  /** The right predictions that the classifier was least sure of, least sure first. */
  public List<Integer> leastCertain(int limit) {
    return first(this::correct, Comparator.comparingDouble(this::confidence), limit);
  }

  /** Of equals, the first sample comes first. */
  private List<Integer> first(IntPredicate wanted, Comparator<Integer> order, int limit) {
    return IntStream.range(0, count()).filter(wanted).boxed().sorted(order).limit(limit).toList();
  }
}
