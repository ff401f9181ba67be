package org.mnistcnn.charts;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.metrics.Scores;
import org.mnistcnn.train.History;

/**
 * All charts, in one look: quiet, legible for the colour-blind, and without texts that overlap for
 * 1 to 100 classes. Draws in memory: needs fonts, but no display where {@code java.awt.headless} is
 * true.
 */
public final class Charts {

  private Charts() {}

  /**
   * Checks that text can be drawn on this machine.
   *
   * @throws IOException if there are no fonts; the message says what to install
   */
  public static void requireFonts() throws IOException {
    ChartStyle.requireFonts();
  }

  /** What predictions of at least one class show: eight pictures, the most telling first. */
  public static List<Picture> ofPredictions(String modelName, Scores scores) {
    return List.of(
        matrix(modelName, scores, ConfusionMatrixChart.Cells.COUNTS),
        matrix(modelName, scores, ConfusionMatrixChart.Cells.SHARES),
        matrix(modelName, scores, ConfusionMatrixChart.Cells.ERRORS),
        ClassBars.scores(modelName, scores),
        RankingCurves.roc(modelName, scores),
        RankingCurves.precisionRecall(modelName, scores),
        CalibrationChart.picture(modelName, scores),
        ClassBars.balance(modelName, scores));
  }

  private static Picture matrix(String modelName, Scores scores, ConfusionMatrixChart.Cells cells) {
    return new ConfusionMatrixChart(modelName, scores.matrix(), cells).picture();
  }

  /** How a training of at least one epoch went. */
  public static Picture ofTraining(String modelName, History history) {
    return new TrainingCurvesChart(modelName, history).picture();
  }

  /** How the trainings of several runs went, by the runs' names. */
  public static Picture ofTrainings(Map<String, History> runs) {
    return ComparisonChart.picture(runs);
  }

  /** The worst mistakes, and the least certain right answers. */
  public static List<Picture> ofImages(String modelName, Predictions predictions, Dataset images) {
    return List.of(
        Gallery.worstMistakes(modelName, predictions, images),
        Gallery.leastCertain(modelName, predictions, images));
  }

  /**
   * What came of a search with at least one trial that has a value: history, settings, and each
   * parameter by itself, where there are any.
   */
  public static List<Picture> ofTrials(Trials trials) {
    return trials.axes().isEmpty()
        ? List.of(TrialCharts.history(trials))
        : List.of(
            TrialCharts.history(trials),
            ParallelCoordinates.picture(trials),
            TrialCharts.parameters(trials));
  }

  /** What a network's first convolution looks for. */
  public static Picture ofFilters(String modelName, Filters filters) {
    return filters.picture(modelName);
  }

  /**
   * Images in rows, each with the name of its class.
   *
   * @param name of the picture's file, without the ending
   * @param heading above all of them, in a few words
   * @param samples which images, from left to right, then down
   */
  public static Picture contactSheet(
      String name, String heading, Dataset images, List<Integer> samples) {
    return ContactSheet.picture(name, heading, images, samples);
  }

  /** Images that show what each class looks like, for a {@link #contactSheet}. */
  public static List<Integer> samplesOfEachClass(Dataset images) {
    return ContactSheet.samplesOfEachClass(images);
  }

  /** How many versions {@link #augmentationSheet} has room for in a row. */
  public static final int VERSIONS = Tiles.COLUMNS - 1;

  /**
   * Images and what augmentation makes of them.
   *
   * @param samples which images of {@code images}, one row each
   * @param versions the same images augmented, {@link #VERSIONS} times
   * @param shares of which class each image of a version is how much
   */
  public static Picture augmentationSheet(
      String name,
      String heading,
      Dataset images,
      List<Integer> samples,
      List<Dataset> versions,
      List<Predictions> shares) {
    return AugmentationSheet.picture(name, heading, images, samples, versions, shares);
  }

  /** Image {@code index} as a PNG file, made smaller if a side is longer than {@code longest}. */
  public static byte[] thumbnail(Dataset images, int index, int longest) throws IOException {
    return PngFile.bytes(ImagePixels.thumbnail(images, index, longest));
  }
}
