package org.mnistcnn.report;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mnistcnn.gates.GateResults;
import org.mnistcnn.metrics.ClassScores;
import org.mnistcnn.metrics.ConfusionMatrix;
import org.mnistcnn.metrics.Scores;

/**
 * The report for pull requests and job summaries, whose pages strip images: tables and bars of
 * text. Always under 64 KB: where there are more classes than fit, the worst are shown.
 */
final class Markdown {

  private static final int MOST_BYTES = 60_000;
  private static final int LONGEST_NAME = 60;
  private static final int BAR = 20;

  private final StringBuilder text = new StringBuilder();

  private Markdown() {}

  static String report(ReportInput reportInput) {
    int rows = reportInput.predictions().classes();
    String text = report(reportInput, rows);
    while (rows > 1 && text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      rows /= 2;
      text = report(reportInput, rows);
    }
    return text;
  }

  /** Several runs side by side. */
  static String comparison(Comparison comparison) {
    Markdown report = new Markdown();
    report.line("# %s".formatted(escape(comparison.name())));
    report.line("");
    StringBuilder header = new StringBuilder("| Measure |");
    StringBuilder rule = new StringBuilder("| --- |");
    for (ReportInput run : comparison.runs()) {
      header.append(' ').append(escape(run.name())).append(" |");
      rule.append(" ---: |");
    }
    report.line(header.toString());
    report.line(rule.toString());
    for (Comparison.Row row : comparison.rows()) {
      StringBuilder line = new StringBuilder("| %s |".formatted(NumberFormat.name(row.measure())));
      for (int index = 0; index < row.values().size(); index++) {
        line.append(' ').append(NumberFormat.four(row.values().get(index)));
        if (index > 0) {
          line.append(" (").append(NumberFormat.signed(row.difference(index))).append(')');
        }
        line.append(" |");
      }
      report.line(line.toString());
    }
    report.line("");
    for (int index = 1; index < comparison.runs().size(); index++) {
      report.line("- %s".formatted(escape(comparison.verdict(index))));
    }
    return report.text.toString();
  }

  private static String report(ReportInput reportInput, int rows) {
    Markdown report = new Markdown();
    report.summary(reportInput);
    reportInput.gates().ifPresent(report::gates);
    report.classes(reportInput.scores(), rows);
    report.pairs(reportInput.scores().matrix());
    report.numbers(reportInput.scores());
    report.context(reportInput.context());
    return report.text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void summary(ReportInput reportInput) {
    Scores scores = reportInput.scores();
    line("# %s".formatted(escape(reportInput.name())));
    line("");
    line(
        "**Accuracy %s** (95 %% interval %s to %s), %s errors in %s samples, log loss %s."
            .formatted(
                NumberFormat.percent(scores.report().accuracy()),
                NumberFormat.percent(scores.accuracyInterval().low()),
                NumberFormat.percent(scores.accuracyInterval().high()),
                NumberFormat.count(scores.matrix().total() - scores.matrix().correct()),
                NumberFormat.count(scores.matrix().total()),
                NumberFormat.four(scores.probabilities().logLoss())));
    line("");
    for (String note : scores.notes()) {
      line("> %s".formatted(escape(note)));
      line("");
    }
  }

  private void gates(GateResults gates) {
    line(
        "## %s"
            .formatted(
                gates.passed()
                    ? "\u2705 All %d gates passed".formatted(gates.results().size())
                    : "\u274C %d of %d gates failed"
                        .formatted(gates.failures(), gates.results().size())));
    line("");
    line("| | Gate | Value | |");
    line("| --- | --- | ---: | --- |");
    for (GateResults.Result result : gates.results()) {
      line(
          "| %s | %s | %s | %s |"
              .formatted(
                  result.passed() ? "\u2705 passed" : "\u274C failed",
                  escape(result.gate().toString()),
                  result.shownValue(),
                  escape(result.explanation())));
    }
    line("");
  }

  private void classes(Scores scores, int rows) {
    List<ClassScores> classes = scores.report().classes();
    List<Integer> order = IntStream.range(0, classes.size()).boxed().toList();
    line("## Classes");
    line("");
    if (rows < classes.size()) {
      order =
          order.stream()
              .filter(category -> classes.get(category).isThere())
              .sorted(Comparator.comparingDouble((Integer c) -> classes.get(c).f1()))
              .limit(rows)
              .toList();
      line(
          "The %d worst of %d; all are in `classification_report.csv`."
              .formatted(order.size(), classes.size()));
      line("");
    }
    line("| Class | Precision | Recall | F1 | | Support |");
    line("| --- | ---: | ---: | ---: | --- | ---: |");
    for (int category : order) {
      row(scores.matrix().classNames().get(category), classes.get(category));
    }
    row("Macro mean", scores.report().macro());
    row("Weighted mean", scores.report().weighted());
    line("");
  }

  private void row(String name, ClassScores scores) {
    line(
        "| %s | %s | %s | %s | %s | %s |"
            .formatted(
                escape(name),
                NumberFormat.four(scores.precision()),
                NumberFormat.four(scores.recall()),
                NumberFormat.four(scores.f1()),
                bar(scores.f1()),
                NumberFormat.count(scores.support())));
  }

  /** A share as a bar of text. */
  private static String bar(double share) {
    int full = (int) Math.floor(share * BAR);
    return "`" + "\u2588".repeat(full) + "\u2591".repeat(BAR - full) + "`";
  }

  private void pairs(ConfusionMatrix matrix) {
    List<ConfusionMatrix.Confusion> pairs = matrix.mostConfused(10);
    if (pairs.isEmpty()) {
      return;
    }
    long most = pairs.get(0).count();
    line("## Most confused");
    line("");
    line("| True | Taken for | Samples | |");
    line("| --- | --- | ---: | --- |");
    for (ConfusionMatrix.Confusion pair : pairs) {
      line(
          "| %s | %s | %s | %s |"
              .formatted(
                  escape(matrix.classNames().get(pair.actual())),
                  escape(matrix.classNames().get(pair.predicted())),
                  NumberFormat.count(pair.count()),
                  bar((double) pair.count() / most)));
    }
    line("");
  }

  private void numbers(Scores scores) {
    line("<details><summary>All numbers</summary>");
    line("");
    line("| | |");
    line("| --- | ---: |");
    for (Map.Entry<String, Double> number : scores.overall().entrySet()) {
      line(
          "| %s | %s |"
              .formatted(NumberFormat.name(number.getKey()), NumberFormat.four(number.getValue())));
    }
    line("");
    line("</details>");
    line("");
  }

  private void context(RunContext context) {
    if (context.isEmpty()) {
      return;
    }
    line("<details><summary>Context</summary>");
    line("");
    context
        .parts()
        .forEach(
            (part, facts) -> {
              line("**%s**".formatted(part));
              line("");
              facts.forEach((key, value) -> line("- %s: %s".formatted(escape(key), escape(value))));
              line("");
            });
    line("</details>");
  }

  /** Text of others as nothing but text: neither Markdown nor HTML, and no mention of a person. */
  static String escape(String text) {
    int[] points = text.codePoints().toArray();
    int length = Math.min(points.length, LONGEST_NAME * 4);
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int point = points[i];
      boolean plain = Character.isLetterOrDigit(point) || " .,:;%()/=-+'".indexOf(point) >= 0;
      if (plain || (point >= 0x80 && !Character.isISOControl(point))) {
        escaped.appendCodePoint(point);
      } else if (Character.isISOControl(point)) {
        escaped.append(' ');
      } else {
        escaped.append("&#").append(point).append(';');
      }
    }
    return length < points.length ? escaped.append('\u2026').toString() : escaped.toString();
  }
}
