package org.mnistcnn.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a training leaves in its output directory, as paths within it. */
final class WrittenFiles {

  /** All that stands in a report of a training on images, without gates. */
  static final List<String> REPORT =
      Stream.concat(
              Stream.of(
                      "training_curves",
                      "confusion_matrix",
                      "confusion_matrix_normalized",
                      "confusion_matrix_errors",
                      "class_scores",
                      "roc_curves",
                      "precision_recall_curves",
                      "calibration",
                      "class_balance",
                      "worst_mistakes",
                      "least_certain",
                      "first_layer_filters")
                  .flatMap(chart -> Stream.of(chart + ".png", chart + ".svg")),
              Stream.of(
                  "report.html",
                  "report.md",
                  "metrics.json",
                  "predictions.csv",
                  "confusion_matrix.csv",
                  "classification_report.csv",
                  "history.csv",
                  "model_card.md",
                  "model_card.json"))
          .map(file -> "charts/mnist_cnn/" + file)
          .toList();

  private WrittenFiles() {}

  /** The files of a SavedModel. */
  static String[] savedModel(int version) {
    return Stream.of(
            "saved_model.pb",
            "variables/variables.index",
            "variables/variables.data-00000-of-00001",
            "assets/labels.txt",
            "assets.extra/config.json",
            "assets.extra/model_card.json",
            "assets.extra/model_card.md",
            "assets.extra/tf_serving_warmup_requests")
        .map(file -> "savedmodel/mnist_cnn/%d/%s".formatted(version, file))
        .toArray(String[]::new);
  }

  /** Those of the report that are there. */
  static List<String> ofReport(Path outputs) throws IOException {
    return all(outputs).stream().filter(file -> file.startsWith("charts/")).toList();
  }

  /** Those that are there beside the report. */
  static List<String> besideReport(Path outputs) throws IOException {
    return all(outputs).stream().filter(file -> !file.startsWith("charts/")).toList();
  }

  private static List<String> all(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString().replace('\\', '/'))
          .toList();
    }
  }
}
