package org.mnistcnn.metrics;

import java.util.List;

/** How often each true class was predicted as each class: rows are true, columns predicted. */
public final class ConfusionMatrix {

  private final List<String> classNames;
  private final long[][] counts;

  private ConfusionMatrix(List<String> classNames, long[][] counts) {
    this.classNames = classNames;
    this.counts = counts;
  }

  /** Counts these predictions. */
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
}
