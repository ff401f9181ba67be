package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.Classifiers;
import org.mnistcnn.formats.Provenance;
import org.mnistcnn.gates.GateResults;
import org.mnistcnn.gates.Gates;
import org.mnistcnn.report.Report;
import org.mnistcnn.report.ReportInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tests a model and writes the report that training writes. */
@Command(name = "evaluate", description = "Tests a model on the test set.")
final class EvaluateCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Mixin private final GateOptions gateOptions = new GateOptions();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "PATH",
      description =
          "A SavedModel, such as savedmodel/mnist_cnn/1, or a .keras file, such as"
              + " runs/mnist_cnn/mnist_cnn.keras.")
  private Path model = Path.of("");

  @Mixin private final EndpointOptions way = new EndpointOptions();

  @Override
  public Integer call() throws IOException {
    Outputs outputs = common.outputs();
    Device device = common.anyDevice();
    PrintWriter out = Console.out(spec);
    Outputs.requireWritable(outputs.charts());
    long start = System.nanoTime();
    try (Classifier classifier = Classifiers.open(model, device, way.endpoint())) {
      Dataset test = common.test(classifier, Provenance.of(model), out::println);
      Optional<Gates> gates = common.checkedGates(gateOptions, test.classNames());
      ReportInput reportInput =
          new TestedModel(model, common.data(), test, device)
              .reportInput(common.name(), classifier, start);
      out.printf("Device: %s%n", device.description());
      if (common.verbose()) {
        out.printf("Model: %s%n", reportInput.context().data().get(TestedModel.WAY));
      }
      Console.printTest(out, reportInput);
      return report(outputs, reportInput, gates, out);
    }
  }

  /** Holds the evidence against the gates, and writes all of it; returns the exit code. */
  static int report(
      Outputs outputs, ReportInput reportInput, Optional<Gates> gates, PrintWriter out)
      throws IOException {
    Optional<GateResults> results =
        gates.map(all -> all.check(reportInput.scores(), reportInput.predictions()));
    Console.printWritten(
        out,
        Report.write(outputs.charts(), results.map(reportInput::withGates).orElse(reportInput)));
    return GateOptions.print(out, results);
  }
}
