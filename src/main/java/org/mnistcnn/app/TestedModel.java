package org.mnistcnn.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.charts.Filters;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.engine.WeightTransfer;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.Classifiers;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.report.ReportInput;

/**
 * A model file beside the test set that it is asked about.
 *
 * @param model the file
 * @param data the directory that the test set is from
 */
public record TestedModel(Path model, Path data, Dataset test, Device device) {

  /** The fact that says what of the model's file was run. */
  public static final String WAY = "run through";

  /** Asks the model; the evidence has the images, the filters, and where all is from. */
  public ReportInput evidence(String name) throws IOException {
    long start = System.nanoTime();
    try (Classifier classifier = Classifiers.open(model, device)) {
      return evidence(name, classifier, start);
    }
  }

  /**
   * The same of a model that is loaded already.
   *
   * @param start of loading, in nanoseconds
   */
  public ReportInput evidence(String name, Classifier classifier, long start) throws IOException {
    requireFit(classifier);
    Predictions predictions =
        new Predictions(test.classNames(), test.labels(), classifier.probabilities(test));
    double seconds = (System.nanoTime() - start) / 1e9;
    Optional<WeightTransfer.Source> weights = weights(classifier);
    return ReportInput.builder(name, predictions)
        .images(test)
        .filters(weights.flatMap(TestedModel::firstFilters))
        .context(
            RunContexts.ofModel(
                    model,
                    weights
                        .map(TestedModel::listed)
                        .orElse("The weights of this model can't be read."),
                    data,
                    test,
                    device)
                .withData(WAY, classifier.description())
                .with("loading and testing the model", seconds))
        .build();
  }

  /** Loss and accuracy on one line. */
  public static String summary(ReportInput tested) {
    return String.format(
        Locale.ROOT,
        "Test: loss %.4f, accuracy %.4f (%,d images)",
        tested.scores().loss(),
        tested.scores().report().accuracy(),
        tested.predictions().count());
  }

  private void requireFit(Classifier classifier) throws IOException {
    if (!test.imageShape().equals(classifier.imageShape())) {
      throw new InvalidDataException(
          "%s: images are %s, but the model %s takes %s; give it a data set of that size"
              .formatted(data, test.imageShape(), model, classifier.imageShape()));
    }
    if (test.classNames().size() != classifier.classes()) {
      throw new InvalidDataException(
          "%s: there are %d classes, but the model %s tells %d apart; give it its own data set"
              .formatted(data, test.classNames().size(), model, classifier.classes()));
    }
  }

  /** Empty of a model that has none that can be read: its report says so in place of them. */
  private static Optional<WeightTransfer.Source> weights(Classifier classifier) {
    try {
      return Optional.of(classifier.weights());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String listed(WeightTransfer.Source weights) {
    StringBuilder text = new StringBuilder();
    long total = 0;
    for (Map.Entry<String, long[]> weight : weights.shapes().entrySet()) {
      long size = Arrays.stream(weight.getValue()).reduce(1, (a, b) -> a * b);
      total += size;
      text.append(
          String.format(
              Locale.ROOT,
              "%-40s %-20s %,12d%n",
              weight.getKey(),
              Arrays.toString(weight.getValue()),
              size));
    }
    return text.append(String.format(Locale.ROOT, "Total params: %,d", total)).toString();
  }

  /** The kernels of the first convolution, if there is one. */
  private static Optional<Filters> firstFilters(WeightTransfer.Source weights) {
    for (Map.Entry<String, long[]> weight : weights.shapes().entrySet()) {
      long[] shape = weight.getValue();
      float[] values = weights.values().get(weight.getKey());
      if (shape.length == 4 && weight.getKey().endsWith("kernel") && values != null) {
        return Optional.of(
            new Filters(
                weight.getKey(),
                (int) shape[0],
                (int) shape[1],
                (int) shape[2],
                (int) shape[3],
                values));
      }
    }
    return Optional.empty();
  }
}
