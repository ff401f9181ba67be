package org.mnistcnn.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.mnistcnn.charts.Charts;
import org.mnistcnn.charts.Picture;
import org.mnistcnn.metrics.Predictions;

/**
 * What stands in {@code report.html}, as its template wants it.
 *
 * @param reportInput all numbers
 * @param figures all charts
 * @param mistakes images that were taken for something else, worst first
 * @param uncertain right answers that were least certain
 */
record Page(
    ReportInput reportInput, List<Figure> figures, List<Card> mistakes, List<Card> uncertain) {

  /** Mistakes beyond this many make the page slow to load. */
  private static final int MOST_CARDS = 600;

  /** No pair of classes takes more cards than this from the others. */
  private static final int MOST_OF_A_PAIR = 24;

  private static final int UNCERTAIN = 24;

  /** Sides of thumbnails, in pixels. */
  private static final int LONGEST_SIDE = 96;

  /** With more classes than this, shapes make the page larger than pixels do. */
  private static final int MOST_SHAPES = 30;

  Page {
    figures = List.copyOf(figures);
    mistakes = List.copyOf(mistakes);
    uncertain = List.copyOf(uncertain);
  }

  /**
   * A chart.
   *
   * @param markup an element that is safe as it is
   */
  record Figure(Picture picture, String markup) {}

  /**
   * A sample with its image.
   *
   * @param image a data URI; empty if there are no images
   */
  record Card(
      int sample,
      int actual,
      int predicted,
      String actualName,
      String predictedName,
      String probability,
      String image) {}

  /** A chart that was written already. */
  static Figure figure(ReportInput reportInput, Picture picture, Picture.Files files)
      throws IOException {
    boolean shapes = reportInput.predictions().classes() <= MOST_SHAPES;
    return new Figure(
        picture,
        shapes
            ? files.element()
            : "<img alt=\"\" src=\"%s\">".formatted(dataUri(Files.readAllBytes(files.png()))));
  }

  static Page of(ReportInput reportInput, List<Figure> figures) throws IOException {
    return new Page(
        reportInput,
        figures,
        cards(reportInput, mistakesOf(reportInput.predictions())),
        cards(reportInput, reportInput.predictions().leastCertain(UNCERTAIN)));
  }

  /** The worst of every pair of classes, so that each cell of the matrix has some to show. */
  private static List<Integer> mistakesOf(Predictions predictions) {
    int[][] taken = new int[predictions.classes()][predictions.classes()];
    List<Integer> chosen = new ArrayList<>();
    for (int sample : predictions.worstMistakes(100 * MOST_CARDS)) {
      int[] pairs = taken[predictions.actual(sample)];
      if (chosen.size() < MOST_CARDS && pairs[predictions.predicted(sample)] < MOST_OF_A_PAIR) {
        pairs[predictions.predicted(sample)]++;
        chosen.add(sample);
      }
    }
    return chosen;
  }

  private static List<Card> cards(ReportInput reportInput, List<Integer> samples)
      throws IOException {
    Predictions predictions = reportInput.predictions();
    List<Card> cards = new ArrayList<>();
    for (int sample : samples) {
      String image =
          reportInput.images().isEmpty()
              ? ""
              : dataUri(Charts.thumbnail(reportInput.images().get(), sample, LONGEST_SIDE));
      cards.add(
          new Card(
              sample,
              predictions.actual(sample),
              predictions.predicted(sample),
              predictions.classNames().get(predictions.actual(sample)),
              predictions.classNames().get(predictions.predicted(sample)),
              NumberFormat.four(predictions.confidence(sample)),
              image));
    }
    return cards;
  }

  private static String dataUri(byte[] png) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }

  /** The number of errors, shown or not. */
  long errors() {
    return reportInput.scores().matrix().total() - reportInput.scores().matrix().correct();
  }

  /** How deep the colour of a cell of the matrix is, from 0 to 9. */
  int depth(int actual, int predicted) {
    long total = reportInput.scores().report().classes().get(actual).support();
    long count = reportInput.scores().matrix().count(actual, predicted);
    return count == 0 ? 0 : Math.max(1, (int) Math.round(9 * Math.cbrt((double) count / total)));
  }

  /** What the gates say, in a sentence. */
  String verdict() {
    return reportInput
        .gates()
        .map(
            gates ->
                gates.passed()
                    ? "All %d gates passed.".formatted(gates.results().size())
                    : "%d of %d gates failed.".formatted(gates.failures(), gates.results().size()))
        .orElse("No gates were set.");
  }

  /** Of the page's colours: {@code passed}, {@code failed} or {@code none}. */
  String verdictClass() {
    return reportInput.gates().map(gates -> gates.passed() ? "passed" : "failed").orElse("none");
  }

  static String style() {
    return resource("report.css");
  }

  static String script() {
    return resource("report.js");
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the program's jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
