package org.mnistcnn.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mnistcnn.common.AtomicFile;
import org.mnistcnn.metrics.ClassScores;
import org.mnistcnn.metrics.ConfusionMatrix;
import org.mnistcnn.metrics.Scores;

/** The scores of classes as CSV tables. */
final class ScoreTables {

  private ScoreTables() {}

  /** A row per true class, a column per predicted one; the first column names the row. */
  static void writeMatrix(Path file, ConfusionMatrix matrix) throws IOException {
    List<String[]> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("true"));
    header.addAll(matrix.classNames());
    rows.add(header.toArray(String[]::new));
    for (int actual = 0; actual < matrix.classes(); actual++) {
      List<String> row = new ArrayList<>(List.of(matrix.classNames().get(actual)));
      for (int predicted = 0; predicted < matrix.classes(); predicted++) {
        row.add(Long.toString(matrix.count(actual, predicted)));
      }
      rows.add(row.toArray(String[]::new));
    }
    write(file, rows);
  }

  /** A row per class, then the means, with scikit-learn's names. */
  static void writeReport(Path file, Scores scores) throws IOException {
    List<String[]> rows = new ArrayList<>();
    rows.add(
        new String[] {
          "class", "precision", "recall", "f1-score", "support", "auc", "average_precision"
        });
    for (int category = 0; category < scores.ranking().size(); category++) {
      rows.add(
          row(
              scores.matrix().classNames().get(category),
              scores.report().classes().get(category),
              scores.ranking().get(category).auc(),
              scores.ranking().get(category).averagePrecision()));
    }
    rows.add(
        row(
            "macro avg",
            scores.report().macro(),
            scores.macroAuc(),
            scores.macroAveragePrecision()));
    rows.add(row("weighted avg", scores.report().weighted(), scores.weightedAuc(), Double.NaN));
    write(file, rows);
  }

  private static String[] row(String name, ClassScores scores, double auc, double precision) {
    return new String[] {
      name,
      Double.toString(scores.precision()),
      Double.toString(scores.recall()),
      Double.toString(scores.f1()),
      Long.toString(scores.support()),
      number(auc),
      number(precision)
    };
  }

  /** What is not defined is left empty. */
  private static String number(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  static void write(Path file, List<String[]> rows) throws IOException {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      rows.forEach(csv::writeRecord);
    }
    AtomicFile.write(file, text.toString());
  }
}
