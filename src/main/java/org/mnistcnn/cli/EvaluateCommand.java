package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.DatasetReader;
import org.mnistcnn.data.InvalidDataException;
import org.mnistcnn.engine.Device;
import org.mnistcnn.interop.Classifier;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tests a SavedModel and writes the charts and measures that training writes. */
@Command(name = "evaluate", description = "Tests a SavedModel on the test set.")
final class EvaluateCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "The SavedModel, such as savedmodel/mnist_cnn/1.")
  private Path model = Path.of("");

  @Override
  public Integer call() throws IOException {
    Outputs outputs = common.outputs();
    Device device = common.anyDevice();
    Dataset test = DatasetReader.readTest(common.data());
    PrintWriter out = Console.out(spec);
    try (Classifier reader = Classifier.open(model, device)) {
      requireFit(test, reader);
      Outputs.requireWritable(outputs.charts());
      out.printf("Device: %s%n", device.description());
      Predictions predictions =
          new Predictions(test.classNames(), test.labels(), reader.probabilities(test));
      Console.printTest(out, predictions);
      Console.printWritten(
          out, Report.write(outputs.charts(), common.name(), predictions, Optional.empty()));
    }
    return 0;
  }

  private void requireFit(Dataset test, Classifier reader) throws IOException {
    if (!test.imageShape().equals(reader.imageShape())) {
      throw new InvalidDataException(
          "%s: images are %s, but the model %s takes %s; give it a data set of that size"
              .formatted(common.data(), test.imageShape(), model, reader.imageShape()));
    }
    if (test.classNames().size() != reader.classes()) {
      throw new InvalidDataException(
          "%s: there are %d classes, but the model %s tells %d apart; give it its own data set"
              .formatted(common.data(), test.classNames().size(), model, reader.classes()));
    }
  }
}
