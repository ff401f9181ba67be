package org.mnistcnn.metrics;

import java.util.function.IntPredicate;

/**
 * McNemar's exact test of two classifiers on the same samples: whether what one gets right and the
 * other wrong is more than chance would give.
 *
 * @param onlyFirst samples that only the first gets right
 * @param onlySecond samples that only the second gets right
 */
public record McNemar(long onlyFirst, long onlySecond) {

  /**
   * Compares two classifiers.
   *
   * @throws IllegalArgumentException if they were not asked about the same samples
   */
  public static McNemar of(Predictions first, Predictions second) {
    return of(first, second, sample -> true);
  }

  /** The same for some of the samples. */
  public static McNemar of(Predictions first, Predictions second, IntPredicate samples) {
    if (!sameSamples(first, second)) {
      throw new IllegalArgumentException(
          "McNemar's test needs predictions of the same samples, got %d and %d of other true"
                  .formatted(first.count(), second.count())
              + " classes");
    }
    long onlyFirst = 0;
    long onlySecond = 0;
    for (int sample = 0; sample < first.count(); sample++) {
      if (samples.test(sample) && first.correct(sample) != second.correct(sample)) {
        if (first.correct(sample)) {
          onlyFirst++;
        } else {
          onlySecond++;
        }
      }
    }
    return new McNemar(onlyFirst, onlySecond);
  }

  /** Whether two predictions are of equally many samples with the same true classes. */
  public static boolean sameSamples(Predictions first, Predictions second) {
    boolean same =
        first.count() == second.count() && first.classNames().equals(second.classNames());
    for (int sample = 0; same && sample < first.count(); sample++) {
      same = first.actual(sample) == second.actual(sample);
    }
    return same;
  }

  /**
   * The probability of a split at least as uneven, were both equally good: the two-sided binomial
   * test of one half.
   */
  public double pValue() {
    long trials = onlyFirst + onlySecond;
    long fewer = Math.min(onlyFirst, onlySecond);
    if (2 * fewer == trials) {
      return 1;
    }
    double logTerm = -trials * Math.log(2);
    for (long i = 1; i <= fewer; i++) {
      logTerm += Math.log((double) (trials - fewer + i) / i);
    }
    // From the greatest term of the tail down to where nothing more is added.
    double sum = 0;
    double term = 1;
    for (long i = fewer; i >= 0 && term > sum * 1e-17; i--) {
      sum += term;
      term *= (double) i / (trials - i + 1);
    }
    return Math.min(1, 2 * sum * Math.exp(logTerm));
  }
}
