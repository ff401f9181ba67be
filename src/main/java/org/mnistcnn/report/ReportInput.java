package org.mnistcnn.report;

import java.util.Optional;
import org.mnistcnn.charts.Filters;
import org.mnistcnn.common.WithBuilder;
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
@WithBuilder
public record ReportInput(
    String name,
    Predictions predictions,
    Scores scores,
    Optional<History> history,
    Optional<Dataset> images,
    Optional<Filters> filters,
    Optional<GateResults> gates,
    RunContext context)
    implements ReportInputBuilder.With {

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

  /** With nothing but predictions. */
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

  /** Starts with nothing but predictions. */
  public static ReportInputBuilder builder(String name, Predictions predictions) {
    return of(name, predictions).with();
  }
}
