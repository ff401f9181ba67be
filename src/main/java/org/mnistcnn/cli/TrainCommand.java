package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.MnistCnn;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.DatasetReader;
import org.mnistcnn.data.InvalidDataException;
import org.mnistcnn.data.Split;
import org.mnistcnn.data.TrainTest;
import org.mnistcnn.engine.Device;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.interop.SavedModelWriter;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.nn.Compilation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Optimizer;
import org.mnistcnn.report.Report;
import org.mnistcnn.train.CsvLogger;
import org.mnistcnn.train.History;
import org.mnistcnn.train.Trainer;
import org.mnistcnn.train.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains the network, tests it, and writes model, charts and measures. */
@Command(
    name = "train",
    description = "Trains the network; with no option: on MNIST, as the Keras program does.")
final class TrainCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "10",
      description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "128",
      description = "Images a step (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--validation-split",
      paramLabel = "SHARE",
      defaultValue = "0.2",
      description =
          "Share of the training set, from its end, kept for validation (default:"
              + " ${DEFAULT-VALUE}).")
  private double validationSplit;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      defaultValue = "0.001",
      description = "Adam's step size (default: ${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Decides first weights, batches and dropout; the same seed gives the same weights"
              + " (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Train on the first N images of the training set only.")
  private @Nullable Integer limit;

  @Override
  public Integer call() throws IOException {
    TrainingPlan plan;
    Optimizer optimizer;
    try {
      plan = new TrainingPlan(epochs, batchSize, validationSplit, seed);
      optimizer = new Optimizer.Adam(learningRate);
    } catch (IllegalArgumentException e) {
      throw common.usage(e);
    }
    TrainTest data = DatasetReader.read(common.data());
    Dataset training = limited(data.training());
    Split split = splitOrUsageError(training);
    Outputs outputs = common.outputs();
    Outputs.requireWritable(outputs.savedModels(), outputs.charts(), outputs.run());
    Model model = network(training);
    Device device = common.device();

    PrintWriter out = Console.out(spec);
    out.printf("Device: %s%n%n%s%n%n", device.description(), model.summary());
    out.printf(
        Locale.ROOT,
        "Training on %,d images, validating on %,d, from %s%n",
        split.training().count(),
        split.validation().count(),
        common.data());
    try (GraphModel learner = new GraphModel(model, new Compilation(optimizer), seed, device)) {
      CsvLogger csvLogger = new CsvLogger(outputs.run().resolve("history.csv"));
      Progress progress = new Progress(out, Console.isTerminal(), System::nanoTime);
      History history =
          new Trainer(plan, List.of(progress, csvLogger)).fit(learner, split).history();
      Predictions predictions = learner.predict(data.test());
      out.println();
      Console.printTest(out, predictions);
      List<Path> written = new ArrayList<>();
      written.add(SavedModelWriter.publish(outputs.savedModels(), model, learner.weights()));
      written.addAll(
          Report.write(outputs.charts(), common.name(), predictions, Optional.of(history)));
      written.add(csvLogger.file());
      Console.printWritten(out, written);
    }
    return 0;
  }

  private Model network(Dataset training) throws IOException {
    try {
      return MnistCnn.network(training.imageShape(), training.classNames().size());
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(
          "%s: images of shape %s do not fit the network: %s; give it larger ones"
              .formatted(common.data(), training.imageShape(), e.getMessage()));
    }
  }

  private Dataset limited(Dataset training) {
    if (limit == null) {
      return training;
    }
    if (limit < 1) {
      throw common.usage("--limit must be at least 1, got " + limit);
    }
    return training.slice(0, Math.min(limit, training.count()));
  }

  private Split splitOrUsageError(Dataset training) {
    try {
      return Split.last(training, validationSplit);
    } catch (IllegalArgumentException e) {
      throw common.usage(e);
    }
  }
}
