package org.mnistcnn.metrics;

/**
 * How good the probabilities are, not only the classes that follow from them: scikit-learn's {@code
 * log_loss}, {@code brier_score_loss} and {@code top_k_accuracy_score}. All NaN of no samples.
 *
 * @param logLoss mean of {@code -ln p[true class]}, p raised to 2^-52 as scikit-learn does
 * @param brier mean squared distance of the probabilities from 1 for the true class and 0 for all
 *     others, in [0, 2]; of two classes half of it, in [0, 1]
 * @param top2 share of samples whose true class is among the two most probable; of equals, the
 *     later class comes first, as in scikit-learn
 * @param top3 the same of the three most probable
 */
public record ProbabilityScores(double logLoss, double brier, double top2, double top3) {

  /** The spacing of doubles at 1. */
  private static final double SMALLEST = 0x1p-52;

  /** Scores all samples. */
  public static ProbabilityScores of(Predictions predictions) {
    int classes = predictions.classes();
    double logLoss = 0;
    double brier = 0;
    long top2 = 0;
    long top3 = 0;
    for (int sample = 0; sample < predictions.count(); sample++) {
      int actual = predictions.actual(sample);
      float own = predictions.probability(sample, actual);
      logLoss -= Math.log(Math.min(1, Math.max(own, SMALLEST)));
      int before = 0;
      for (int category = 0; category < classes; category++) {
        float probability = predictions.probability(sample, category);
        double distance = category == actual ? 1.0 - probability : probability;
        brier += distance * distance;
        before += probability > own || (probability == own && category > actual) ? 1 : 0;
      }
      top2 += before < 2 ? 1 : 0;
      top3 += before < 3 ? 1 : 0;
    }
    double count = predictions.count();
    return new ProbabilityScores(
        logLoss / count, brier / count / (classes < 3 ? 2 : 1), top2 / count, top3 / count);
  }
}
