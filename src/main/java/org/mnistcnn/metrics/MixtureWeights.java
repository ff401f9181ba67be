package org.mnistcnn.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Shares of several models in a mean of their probabilities, fitted to samples: those that minimize
 * the mixture's log loss, not negative and with the sum 1.
 *
 * <p>Found by expectation and maximization, as the shares of a mixture of densities are (Dempster,
 * Laird and Rubin, 1977): each step makes a model's share the mean of its part in the probability
 * of the truth. The loss is convex in the shares and no step makes it greater, so they end at the
 * minimum.
 *
 * @param shares of each model
 * @param loss the mixture's mean log loss on the samples, in nats
 * @param equalLoss the same for equal shares
 */
public record MixtureWeights(List<Double> shares, double loss, double equalLoss) {

  private static final int MOST_STEPS = 100_000;

  /** No share moves by more in a step: far below what a printed one shows. */
  private static final double STILL = 1e-9;

  public MixtureWeights {
    shares = List.copyOf(shares);
  }

  /**
   * Fits the shares.
   *
   * @param predictions of each model for the same samples, which none has learned from
   * @throws IllegalArgumentException if there are no models or no samples, or the samples differ
   */
  public static MixtureWeights fit(List<Predictions> predictions) {
    if (predictions.isEmpty() || predictions.get(0).count() == 0) {
      throw new IllegalArgumentException(
          "shares are fitted to predictions of at least one model for at least one sample, got none");
    }
    double[][] truths = new double[predictions.size()][];
    for (int model = 0; model < truths.length; model++) {
      if (!McNemar.sameSamples(predictions.get(0), predictions.get(model))) {
        throw new IllegalArgumentException(
            "shares are fitted to predictions of the same samples, got %d and %d of other true classes"
                .formatted(predictions.get(0).count(), predictions.get(model).count()));
      }
      truths[model] = truths(predictions.get(model));
    }
    double[] shares = new double[truths.length];
    Arrays.fill(shares, 1.0 / shares.length);
    double equalLoss = loss(truths, shares);
    double moved = Double.POSITIVE_INFINITY;
    for (int step = 0; step < MOST_STEPS && moved > STILL; step++) {
      double[] next = step(truths, shares);
      moved = 0;
      for (int model = 0; model < shares.length; model++) {
        moved = Math.max(moved, Math.abs(next[model] - shares[model]));
      }
      shares = next;
    }
    return new MixtureWeights(rounded(shares), loss(truths, shares), equalLoss);
  }

  /** The probability that a model gave the truth, of each sample. */
  private static double[] truths(Predictions predictions) {
    double[] truths = new double[predictions.count()];
    Arrays.setAll(
        truths,
        sample ->
            Math.max(
                Float.MIN_NORMAL, predictions.probability(sample, predictions.actual(sample))));
    return truths;
  }

  private static double[] step(double[][] truths, double[] shares) {
    double[] next = new double[shares.length];
    int samples = truths[0].length;
    for (int sample = 0; sample < samples; sample++) {
      double mixture = mixture(truths, shares, sample);
      for (int model = 0; model < next.length; model++) {
        next[model] += shares[model] * truths[model][sample] / mixture / samples;
      }
    }
    return next;
  }

  private static double loss(double[][] truths, double[] shares) {
    double loss = 0;
    for (int sample = 0; sample < truths[0].length; sample++) {
      loss -= Math.log(mixture(truths, shares, sample));
    }
    return loss / truths[0].length;
  }

  private static double mixture(double[][] truths, double[] shares, int sample) {
    double mixture = 0;
    for (int model = 0; model < shares.length; model++) {
      mixture += shares[model] * truths[model][sample];
    }
    return mixture;
  }

  /** To six digits, which files show; the greatest takes what is left, so that the sum is 1. */
  private static List<Double> rounded(double[] shares) {
    List<Double> rounded = new ArrayList<>();
    for (double share : shares) {
      rounded.add(Math.round(share * 1e6) / 1e6);
    }
    double sum = rounded.stream().mapToDouble(Double::doubleValue).sum();
    int greatest = rounded.indexOf(Collections.max(rounded));
    rounded.set(greatest, Math.round((rounded.get(greatest) + 1 - sum) * 1e6) / 1e6);
    return rounded;
  }
}
