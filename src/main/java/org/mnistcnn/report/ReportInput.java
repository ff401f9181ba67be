package org.mnistcnn.report;

import java.util.Optional;
import org.mnistcnn.charts.Filters;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.gates.GateResults;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.metrics.Scores;
import org.mnistcnn.train.History;

/**
 * All that a report is made of. Only name and predictions are needed; the rest adds its parts.
 *
 * @param name what the report calls the model
 * @param predictions of the test set; the classes are named by it
 * @param scores of these predictions
 * @param history of the training
 * @param images the test set, in the order of the predictions
 * @param filters of the first convolution
 * @param gates what became of them
 * @param context where all this comes from
 */
public record ReportInput(
    String name,
    Predictions predictions,
    Scores scores,
    Optional<History> history,
    Optional<Dataset> images,
    Optional<Filters> filters,
    Optional<GateResults> gates,
    RunContext context) {

  /** Checks that there is something to show. */
  public ReportInput {
    if (predictions.classNames().isEmpty()) {
      throw new IllegalArgumentException(
          "a report needs predictions of at least one class, got none for " + name);
    }
    if (images.isPresent() && images.get().count() != predictions.count()) {
      throw new IllegalArgumentException(
          "a report needs an image a prediction, got %d images of %d predictions"
              .formatted(images.get().count(), predictions.count()));
    }
    history = history.filter(epochs -> !epochs.epochs().isEmpty());
  }

  /** The least there can be. */
  public static ReportInput of(String name, Predictions predictions) {
    return new ReportInput(
        name,
        predictions,
        Scores.of(predictions),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        RunContext.unknown());
  }

  /** The same with the course of the training. */
  public ReportInput withHistory(History known) {
    return new ReportInput(
        name, predictions, scores, Optional.of(known), images, filters, gates, context);
  }

  /** The same with the images, for the galleries. */
  public ReportInput withImages(Dataset known) {
    return new ReportInput(
        name, predictions, scores, history, Optional.of(known), filters, gates, context);
  }

  /** The same with the filters of the first convolution. */
  public ReportInput withFilters(Filters known) {
    return new ReportInput(
        name, predictions, scores, history, images, Optional.of(known), gates, context);
  }

  /** The same with what became of the gates. */
  public ReportInput withGates(GateResults known) {
    return new ReportInput(
        name, predictions, scores, history, images, filters, Optional.of(known), context);
  }

  /** The same with where all this comes from. */
  public ReportInput withContext(RunContext known) {
    return new ReportInput(name, predictions, scores, history, images, filters, gates, known);
  }
}
