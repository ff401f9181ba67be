package org.mnistcnn.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mnistcnn.charts.Charts;
import org.mnistcnn.charts.Picture;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.metrics.Scores;
import org.mnistcnn.train.History;

/** A folder that shows how good a model is: charts for people, numbers for programs. */
public final class Report {

  private static final String METRICS = "metrics.json";

  private Report() {}

  /**
   * Writes {@code confusion_matrix.png}, {@code training_curves.png} if there is a history of at
   * least one epoch, and {@code metrics.json}; replaces earlier files of these names, and leaves
   * all others. Each file is written whole or not at all.
   *
   * <p>Draws in memory: needs fonts, but no display where {@code java.awt.headless} is true.
   *
   * @param directory where to; created if it is missing
   * @param modelName what the titles call the model
   * @param predictions of the test set; the classes are named by it
   * @param history of the training, if it is known
   * @return the files written, in the order above
   * @throws IOException if a file cannot be written or there are no fonts to draw with; one line
   *     with a way out
   * @throws IllegalArgumentException if there is no class
   */
  public static List<Path> write(
      Path directory, String modelName, Predictions predictions, Optional<History> history)
      throws IOException {
    if (predictions.classNames().isEmpty()) {
      throw new IllegalArgumentException(
          "a report needs predictions of at least one class, got none for " + modelName);
    }
    Charts.requireFonts();
    Scores scores = Scores.of(predictions);
    List<Picture> pictures = new ArrayList<>(Charts.ofPredictions(modelName, scores));
    history
        .filter(epochs -> !epochs.epochs().isEmpty())
        .ifPresent(epochs -> pictures.add(Charts.ofTraining(modelName, epochs)));
    List<Path> files = new ArrayList<>();
    for (Picture picture : pictures) {
      files.add(directory.resolve(picture.name() + ".png"));
      picture.writePng(directory.resolve(picture.name() + ".png"));
    }
    files.add(directory.resolve(METRICS));
    MetricsJson.write(directory.resolve(METRICS), modelName, predictions, scores.matrix());
    return List.copyOf(files);
  }
}
