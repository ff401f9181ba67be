package org.mnistcnn.report;

import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mnistcnn.charts.Charts;
import org.mnistcnn.charts.Picture;
import org.mnistcnn.common.AtomicFile;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.train.History;
import org.mnistcnn.train.HistoryCsv;

/** A folder that shows how good a model is: to people, to programs, and to CI. */
public final class Report {

  /** Charts that not every report has. */
  private static final List<String> SOMETIMES =
      List.of("training_curves", "worst_mistakes", "least_certain", "first_layer_filters");

  /** The templates have no tags that wait for one. */
  static final HtmlInterceptor NO_INTERCEPTOR =
      new HtmlInterceptor() {
        @Override
        public void onHtmlTagOpened(
            String name, Map<String, Object> attributes, TemplateOutput output) {}

        @Override
        public void onHtmlTagClosed(String name, TemplateOutput output) {}
      };

  private Report() {}

  /** The report of what is known least: predictions, and the training if it was seen. */
  public static List<Path> write(
      Path directory, String modelName, Predictions predictions, Optional<History> history)
      throws IOException {
    if (predictions.classNames().isEmpty()) {
      throw new IllegalArgumentException(
          "a report needs predictions of at least one class, got none for " + modelName);
    }
    return write(directory, ReportInput.builder(modelName, predictions).history(history).build());
  }

  /**
   * Writes {@code report.html}, {@code report.md}, a model card, tables and charts; replaces
   * earlier files of a report, removes those that this one has no content for, and leaves all
   * others. Each file is written whole or not at all. Uses all processors.
   *
   * <p>Draws in memory: needs fonts, but no display where {@code java.awt.headless} is true.
   *
   * @param directory where to; created if it is missing
   * @return the files written, those for people first
   * @throws IOException if a file cannot be written or there are no fonts to draw with; one line
   *     with a way out
   */
  public static List<Path> write(Path directory, ReportInput reportInput) throws IOException {
    Charts.requireFonts();
    List<Path> files = new ArrayList<>();
    try (FileTasks tasks = new FileTasks()) {
      List<FileTasks.Pending<Page.Figure>> charts = new ArrayList<>();
      for (Picture picture : pictures(reportInput)) {
        files.add(directory.resolve(picture.name() + ".png"));
        files.add(directory.resolve(picture.name() + ".svg"));
        charts.add(tasks.start(() -> Page.figure(reportInput, picture, picture.write(directory))));
      }
      Tables tables = new Tables(directory, tasks, files);
      tables.add("metrics.json", file -> MetricsJson.write(file, reportInput));
      tables.add("predictions.csv", file -> PredictionsCsv.write(file, reportInput.predictions()));
      tables.add(
          "confusion_matrix.csv",
          file -> ScoreTables.writeMatrix(file, reportInput.scores().matrix()));
      tables.add(
          "classification_report.csv", file -> ScoreTables.writeReport(file, reportInput.scores()));
      if (reportInput.history().isPresent()) {
        History history = reportInput.history().get();
        tables.add("history.csv", file -> HistoryCsv.write(file, history));
      }
      if (reportInput.gates().isPresent()) {
        var gates = reportInput.gates().get();
        tables.add("gates.xml", file -> gates.writeJUnit(file, reportInput.name()));
      }
      tables.add("model_card.md", file -> ReportCard.writeMarkdown(file, reportInput));
      tables.add("model_card.json", file -> ReportCard.writeJson(file, reportInput));
      Path markdown = directory.resolve("report.md");
      AtomicFile.write(markdown, Markdown.report(reportInput));
      Path html = directory.resolve("report.html");
      List<Page.Figure> figures = new ArrayList<>();
      for (FileTasks.Pending<Page.Figure> chart : charts) {
        figures.add(chart.result());
      }
      AtomicFile.write(html, html(Page.of(reportInput, figures)));
      tasks.finish();
      files.add(0, html);
      files.add(1, markdown);
    }
    removeStale(directory, files);
    return List.copyOf(files);
  }

  private static List<Picture> pictures(ReportInput reportInput) {
    String name = reportInput.name();
    List<Picture> pictures = new ArrayList<>();
    reportInput.history().ifPresent(history -> pictures.add(Charts.ofTraining(name, history)));
    pictures.addAll(Charts.ofPredictions(name, reportInput.scores()));
    reportInput
        .images()
        .ifPresent(
            images -> pictures.addAll(Charts.ofImages(name, reportInput.predictions(), images)));
    reportInput.filters().ifPresent(filters -> pictures.add(Charts.ofFilters(name, filters)));
    return pictures;
  }

  private static String html(Page page) {
    StringOutput text = new StringOutput(1 << 16);
    JtereportGenerated.render(new OwaspHtmlTemplateOutput(text), NO_INTERCEPTOR, page);
    return text.toString();
  }

  /** An earlier report's gates or curves beside this one's numbers would tell a lie. */
  private static void removeStale(Path directory, List<Path> written) throws IOException {
    List<String> names = new ArrayList<>(List.of("history.csv", "gates.xml"));
    for (String chart : SOMETIMES) {
      names.add(chart + ".png");
      names.add(chart + ".svg");
    }
    for (String name : names) {
      Path file = directory.resolve(name);
      if (!written.contains(file)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Writes one file. */
  @FunctionalInterface
  private interface Table {
    void write(Path file) throws IOException;
  }

  /** Starts to write files, and notes which. */
  private record Tables(Path directory, FileTasks tasks, List<Path> files) {
    void add(String name, Table table) {
      Path file = directory.resolve(name);
      files.add(file);
      tasks.start(
          () -> {
            table.write(file);
            return file;
          });
    }
  }
}
