package org.mnistcnn.report;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.mnistcnn.charts.Charts;
import org.mnistcnn.charts.Picture;
import org.mnistcnn.common.AtomicFile;
import org.mnistcnn.metrics.McNemar;
import org.mnistcnn.train.History;

/**
 * Several runs side by side: their curves, their numbers, and how each differs from the first.
 *
 * @param name what the report calls the comparison
 * @param runs at least two, all with other names
 */
public record Comparison(String name, List<ReportInput> runs) {

  public Comparison {
    runs = List.copyOf(runs);
    if (runs.size() < 2) {
      throw new IllegalArgumentException("compare needs at least 2 runs, got " + runs.size());
    }
    List<String> names = runs.stream().map(ReportInput::name).toList();
    if (names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException("compare needs runs of different names, got " + names);
    }
  }

  /**
   * A number of all runs.
   *
   * @param measure its name
   * @param values of each run
   */
  record Row(String measure, List<Double> values) {
    /** How much more run {@code index} has than the first. */
    double difference(int index) {
      return values.get(index) - values.get(0);
    }
  }

  /** Every number of all runs. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String measure : runs.get(0).scores().overall().keySet()) {
      rows.add(
          new Row(
              measure,
              runs.stream()
                  .map(run -> run.scores().overall().getOrDefault(measure, Double.NaN))
                  .toList()));
    }
    return rows;
  }

  /** McNemar's test of run {@code index} against the first; empty if their test sets differ. */
  OptionalDouble pValue(int index) {
    ReportInput first = runs.get(0);
    ReportInput other = runs.get(index);
    return McNemar.sameSamples(first.predictions(), other.predictions())
        ? OptionalDouble.of(McNemar.of(first.predictions(), other.predictions()).pValue())
        : OptionalDouble.empty();
  }

  /** What the test says, in a sentence. */
  String verdict(int index) {
    ReportInput first = runs.get(0);
    ReportInput other = runs.get(index);
    OptionalDouble p = pValue(index);
    if (p.isEmpty()) {
      return "%s and %s were tested on different samples: McNemar's test says nothing."
          .formatted(first.name(), other.name());
    }
    McNemar test = McNemar.of(first.predictions(), other.predictions());
    return "%d samples only %s gets right, %d only %s: McNemar's p = %s, %s."
        .formatted(
            test.onlyFirst(),
            first.name(),
            test.onlySecond(),
            other.name(),
            NumberFormat.significant(p.getAsDouble()),
            p.getAsDouble() < 0.05 ? "more than chance" : "which chance explains");
  }

  /**
   * Writes {@code comparison.html}, {@code comparison.md}, {@code comparison.csv} and the curves,
   * if runs have a history; each file whole or not at all.
   *
   * @return the files written
   */
  public List<Path> write(Path directory) throws IOException {
    Charts.requireFonts();
    List<Path> files = new ArrayList<>();
    Map<String, History> histories = new LinkedHashMap<>();
    runs.forEach(run -> run.history().ifPresent(history -> histories.put(run.name(), history)));
    List<Page.Figure> figures = new ArrayList<>();
    if (!histories.isEmpty()) {
      Picture curves = Charts.ofTrainings(histories);
      Picture.Files written = curves.write(directory);
      figures.add(new Page.Figure(curves, written.element()));
      files.add(written.png());
      files.add(written.svg());
    }
    Path html = directory.resolve("comparison.html");
    StringOutput page = new StringOutput();
    JtecomparisonGenerated.render(
        new OwaspHtmlTemplateOutput(page), Report.NO_INTERCEPTOR, this, figures);
    AtomicFile.write(html, page.toString());
    Path markdown = directory.resolve("comparison.md");
    AtomicFile.write(markdown, Markdown.comparison(this));
    Path csv = directory.resolve("comparison.csv");
    ScoreTables.write(csv, table());
    files.addAll(0, List.of(html, markdown, csv));
    return List.copyOf(files);
  }

  private List<String[]> table() {
    List<String[]> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("measure"));
    runs.forEach(run -> header.add(run.name()));
    rows.add(header.toArray(String[]::new));
    for (Row row : rows()) {
      List<String> cells = new ArrayList<>(List.of(row.measure()));
      row.values().forEach(value -> cells.add(Double.isNaN(value) ? "" : value.toString()));
      rows.add(cells.toArray(String[]::new));
    }
    List<String> chance = new ArrayList<>(List.of("mcnemar_p", ""));
    for (int index = 1; index < runs.size(); index++) {
      OptionalDouble p = pValue(index);
      chance.add(p.isPresent() ? Double.toString(p.getAsDouble()) : "");
    }
    rows.add(chance.toArray(String[]::new));
    return rows;
  }
}
