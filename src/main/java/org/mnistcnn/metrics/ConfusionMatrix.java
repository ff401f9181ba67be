package org.mnistcnn.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** How often each true class was predicted as each class: rows are true, columns predicted. */
public final class ConfusionMatrix {

  private final List<String> classNames;
  private final long[][] counts;

  private ConfusionMatrix(List<String> classNames, long[][] counts) {
    this.classNames = classNames;
    this.counts = counts;
  }

  public static ConfusionMatrix of(Predictions predictions) {
    int classes = predictions.classNames().size();
    long[][] counts = new long[classes][classes];
    for (int sample = 0; sample < predictions.count(); sample++) {
      counts[predictions.actual(sample)][predictions.predicted(sample)]++;
    }
    return new ConfusionMatrix(predictions.classNames(), counts);
  }

  /** The name of class 0, 1, ... */
  public List<String> classNames() {
    return classNames;
  }

  /** Number of samples of class {@code actual} that were predicted as class {@code predicted}. */
  public long count(int actual, int predicted) {
    return counts[actual][predicted];
  }

  /** The counts as rows of true classes: a copy, shape {@code (classes, classes)}. */
  public long[][] rows() {
    long[][] rows = new long[counts.length][];
    for (int actual = 0; actual < counts.length; actual++) {
      rows[actual] = counts[actual].clone();
    }
    return rows;
  }

  /** Number of samples of each true class. */
  public long[] actualTotals() {
    long[] totals = new long[counts.length];
    for (int actual = 0; actual < counts.length; actual++) {
      totals[actual] = Arrays.stream(counts[actual]).sum();
    }
    return totals;
  }

  /** Number of samples that were predicted as each class. */
  public long[] predictedTotals() {
    long[] totals = new long[counts.length];
    for (long[] row : counts) {
      Arrays.setAll(totals, predicted -> totals[predicted] + row[predicted]);
    }
    return totals;
  }

  /** Number of classes. */
  public int classes() {
    return counts.length;
  }

  /** Number of samples. */
  public long total() {
    long total = 0;
    for (long[] row : counts) {
      for (long count : row) {
        total += count;
      }
    }
    return total;
  }

  /** Number of samples on the diagonal: predicted as what they are. */
  public long correct() {
    long correct = 0;
    for (int category = 0; category < counts.length; category++) {
      correct += counts[category][category];
    }
    return correct;
  }

  /** The share of samples on the diagonal, in [0, 1]; NaN of no samples. */
  public double accuracy() {
    return (double) correct() / total();
  }

  /**
   * Two classes that were taken for one another.
   *
   * @param actual the true class
   * @param predicted the other class, as which samples of it were predicted
   * @param count how many
   */
  public record Confusion(int actual, int predicted, long count) {}

  /** Which classes were taken for which others, most often first; at most {@code limit}. */
  public List<Confusion> mostConfused(int limit) {
    List<Confusion> confusions = new ArrayList<>();
    for (int actual = 0; actual < counts.length; actual++) {
      for (int predicted = 0; predicted < counts.length; predicted++) {
        if (actual != predicted && counts[actual][predicted] > 0) {
          confusions.add(new Confusion(actual, predicted, counts[actual][predicted]));
        }
      }
    }
    confusions.sort(Comparator.comparingLong(Confusion::count).reversed());
    return List.copyOf(confusions.subList(0, Math.min(limit, confusions.size())));
  }

  /**
   * Cohen's kappa: the agreement beyond the one by chance; 1 is perfect, 0 is chance. NaN where
   * only one class occurs and is predicted, or no sample.
   */
  public double kappa() {
    double total = total();
    double chance = 0;
    long[] actual = actualTotals();
    long[] predicted = predictedTotals();
    for (int category = 0; category < counts.length; category++) {
      chance += (double) actual[category] * predicted[category] / total;
    }
    double disagreement = total - chance;
    return disagreement == 0 ? Double.NaN : 1 - (total - correct()) / disagreement;
  }

  /**
   * Matthews' correlation coefficient of true and predicted classes, for more than two classes as
   * Gorodkin (2004) has it, in [-1, 1]; 0 where only one class occurs or is predicted, as
   * scikit-learn says.
   */
  public double matthews() {
    double total = total();
    double both = correct() * total;
    double actualSquares = 0;
    double predictedSquares = 0;
    long[] actual = actualTotals();
    long[] predicted = predictedTotals();
    for (int category = 0; category < counts.length; category++) {
      both -= (double) actual[category] * predicted[category];
      actualSquares += (double) actual[category] * actual[category];
      predictedSquares += (double) predicted[category] * predicted[category];
    }
    double spread = (total * total - actualSquares) * (total * total - predictedSquares);
    return spread == 0 ? 0 : both / Math.sqrt(spread);
  }
}
