package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.mnistcnn.app.Benchmark;
import org.mnistcnn.app.ComputeConfig;
import org.mnistcnn.app.DataConfig;
import org.mnistcnn.app.FitConfig;
import org.mnistcnn.app.OutputConfig;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.cli.options.GivenSettings;
import org.mnistcnn.cli.options.TakesSettings;
import org.mnistcnn.common.Background;
import org.mnistcnn.common.Json;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.data.Split;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.nn.augment.Augmentations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how fast this machine trains and evaluates the network. */
@TakesSettings(
    value = {DataConfig.class, OutputConfig.class, ComputeConfig.class},
    also = "augment")
@Command(
    name = "benchmark",
    description = "Measures how fast the network trains here; ci/bench compares that with Keras.",
    sortOptions = false)
final class BenchmarkCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "Epochs to train, of which the first does not count (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (epochs < 2) {
      throw new SettingException(
          "epochs", "must be at least 2, of which the first does not count, got " + epochs);
    }
    RunConfig config = GivenSettings.of(spec, "epochs").all().over(RunConfig.DEFAULT);
    Augmentations augmentations = config.network().augmentations();
    Supplier<Device> chosen = Background.start(config.compute()::loadedDevice);
    TrainTestData data = config.data().read(spec.commandLine().getErr()::println);
    Split split =
        Split.last(config.data().limited(data.training()), FitConfig.DEFAULT.validationSplit());
    Benchmark.Measured measured =
        new Benchmark(split, data.test(), augmentations, chosen.get()).run(epochs);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(measured));
    } else {
      print(out, measured);
    }
    return 0;
  }

  private static void print(PrintWriter out, Benchmark.Measured measured) {
    out.printf("Device: %s, %s%n", measured.device(), measured.precision());
    row(out, "training", "images/s", measured.trainingImagesPerSecond());
    row(out, "processor time", "s an epoch", measured.cpuSecondsPerEpoch());
    row(out, "evaluation", "images/s", measured.evaluationImagesPerSecond());
    row(out, "one layer, batches of 32", "steps/s", measured.oneLayerStepsPerSecond());
    out.printf(
        Locale.ROOT,
        "large matrix products: %,.0f GFLOP/s; training reaches %.0f %% of that%n",
        measured.matrixProductFlops() / 1e9,
        100 * measured.shareOfMatrixProducts());
    if (measured.peakBytes() > 0) {
      out.printf(Locale.ROOT, "peak memory: %,d MB%n", measured.peakBytes() / 1_000_000);
    }
  }

  private static void row(PrintWriter out, String what, String unit, List<Double> values) {
    out.printf(
        Locale.ROOT,
        "%s: %,.4g %s (%,.4g to %,.4g, %d times)%n",
        what,
        Benchmark.median(values),
        unit,
        values.stream().min(Double::compare).orElseThrow(),
        values.stream().max(Double::compare).orElseThrow(),
        values.size());
  }
}
