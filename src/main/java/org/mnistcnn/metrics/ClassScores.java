package org.mnistcnn.metrics;

/**
 * How well one class, or a mean of all, is recognized: scikit-learn's measures with {@code
 * zero_division=0}.
 *
 * @param precision share of the samples predicted as the class that are of it; 0 if none was
 * @param recall share of the samples of the class that were predicted as it; 0 if there is none
 * @param f1 harmonic mean of the two; 0 if the class neither occurs nor is predicted
 * @param support number of samples of the class
 * @param predicted number of samples that were predicted as the class
 */
public record ClassScores(
    double precision, double recall, double f1, long support, long predicted) {

  /** Whether the class has samples or was predicted; macro means leave out what has neither. */
  public boolean isThere() {
    return support > 0 || predicted > 0;
  }

  static ClassScores of(long hits, long predicted, long support) {
    return new ClassScores(
        share((double) hits, predicted),
        share((double) hits, support),
        share(2.0 * hits, predicted + support),
        support,
        predicted);
  }

  private static double share(double part, long whole) {
    return whole == 0 ? 0 : part / whole;
  }
}
