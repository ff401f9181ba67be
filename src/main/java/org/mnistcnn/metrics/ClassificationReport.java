package org.mnistcnn.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The measures of every class and their means: scikit-learn's {@code classification_report} with
 * {@code zero_division=0}. As there, a class without samples that was never predicted is in no
 * mean.
 *
 * @param classNames the name of class 0, 1, ...
 * @param classes the scores of class 0, 1, ...
 * @param macro their mean, each class that {@link ClassScores#isThere is there} counting the same
 * @param weighted their mean, each class counting by its samples
 * @param accuracy share of samples on the diagonal; NaN of no samples
 */
public record ClassificationReport(
    List<String> classNames,
    List<ClassScores> classes,
    ClassScores macro,
    ClassScores weighted,
    double accuracy) {

  public ClassificationReport {
    classNames = List.copyOf(classNames);
    classes = List.copyOf(classes);
  }

  /** The report of these counts. */
  public static ClassificationReport of(ConfusionMatrix matrix) {
    long[] actual = matrix.actualTotals();
    long[] predicted = matrix.predictedTotals();
    List<ClassScores> classes =
        IntStream.range(0, actual.length)
            .mapToObj(c -> ClassScores.of(matrix.count(c, c), predicted[c], actual[c]))
            .toList();
    double[] same = new double[actual.length];
    double[] bySupport = new double[actual.length];
    for (int c = 0; c < actual.length; c++) {
      same[c] = classes.get(c).isThere() ? 1 : 0;
      bySupport[c] = actual[c];
    }
    return new ClassificationReport(
        matrix.classNames(),
        classes,
        mean(classes, same, matrix.total()),
        mean(classes, bySupport, matrix.total()),
        matrix.accuracy());
  }

  private static ClassScores mean(List<ClassScores> classes, double[] weights, long total) {
    return new ClassScores(
        mean(classes, weights, ClassScores::precision),
        mean(classes, weights, ClassScores::recall),
        mean(classes, weights, ClassScores::f1),
        total,
        total);
  }

  private static double mean(
      List<ClassScores> classes, double[] weights, ToDoubleFunction<ClassScores> score) {
    double sum = 0;
    double weight = 0;
    for (int c = 0; c < classes.size(); c++) {
      sum += weights[c] * score.applyAsDouble(classes.get(c));
      weight += weights[c];
    }
    return weight == 0 ? 0 : sum / weight;
  }

  /**
   * The table as scikit-learn prints it with {@code digits=2}, ending in a line break: a row for
   * each class that has samples or was predicted.
   *
   * <p>Unlike scikit-learn, which writes {@code 1.0} where no prediction is right, a support is
   * always a whole number.
   */
  public String text() {
    int[] there =
        IntStream.range(0, classes.size()).filter(c -> classes.get(c).isThere()).toArray();
    int width = "weighted avg".length();
    for (int c : there) {
      String name = classNames.get(c);
      width = Math.max(width, name.codePointCount(0, name.length()));
    }
    StringBuilder text = new StringBuilder(" ".repeat(width + 1));
    for (String column : List.of("precision", "recall", "f1-score", "support")) {
      text.append(' ').append(pad(column, 9));
    }
    text.append("\n\n");
    for (int c : there) {
      row(text, pad(classNames.get(c), width), classes.get(c));
    }
    text.append('\n');
    text.append(pad("accuracy", width))
        .append(" ".repeat(22))
        .append(pad(number(accuracy), 9))
        .append(' ')
        .append(pad(Long.toString(macro.support()), 9))
        .append('\n');
    row(text, pad("macro avg", width), macro);
    row(text, pad("weighted avg", width), weighted);
    return text.toString();
  }

  private static void row(StringBuilder text, String name, ClassScores scores) {
    text.append(name).append(' ');
    for (double score : new double[] {scores.precision(), scores.recall(), scores.f1()}) {
      text.append(' ').append(pad(number(score), 9));
    }
    text.append(' ').append(pad(Long.toString(scores.support()), 9)).append('\n');
  }

  /**
   * Two digits of the exact binary value, as Python rounds it; Java's formatter would round 0.125
   * up.
   */
  private static String number(double value) {
    return Double.isNaN(value)
        ? "nan"
        : new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static String pad(String text, int width) {
    int missing = width - text.codePointCount(0, text.length());
    return missing <= 0 ? text : " ".repeat(missing) + text;
  }
}
