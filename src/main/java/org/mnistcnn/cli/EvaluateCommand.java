package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mnistcnn.app.DataConfig;
import org.mnistcnn.app.GateConfig;
import org.mnistcnn.app.OutputConfig;
import org.mnistcnn.app.Outputs;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.app.TestedModel;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.cli.options.EndpointOptions;
import org.mnistcnn.cli.options.GivenSettings;
import org.mnistcnn.cli.options.TakesSettings;
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
@TakesSettings(
    value = {DataConfig.class, OutputConfig.class, GateConfig.class},
    also = "device",
    except = "limit")
@Command(name = "evaluate", description = "Tests a model on the test set.")
final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

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
    RunConfig config = GivenSettings.of(spec).all().over(RunConfig.DEFAULT);
    Outputs outputs = config.output().outputs();
    Device device = Devices.one(config.compute().device());
    PrintWriter out = spec.commandLine().getOut();
    Outputs.requireWritable(outputs.charts());
    long start = System.nanoTime();
    try (Classifier classifier = Classifiers.open(model, device, way.endpoint())) {
      Dataset test = config.data().readTest(classifier, Provenance.of(model), out::println);
      Optional<Gates> gates = config.gates().read(test.classNames());
      ReportInput evidence =
          new TestedModel(model, config.data().place(), test, device)
              .evidence(outputs.name(), classifier, start);
      out.printf("Device: %s%n", device.description());
      if (Console.isVerbose(spec)) {
        out.printf("Model: %s%n", evidence.context().data().get(TestedModel.WAY));
      }
      out.println(TestedModel.summary(evidence));
      return report(outputs, evidence, gates, out);
    }
  }

  /** Holds the evidence against the gates, and writes all of it; returns the exit code. */
  static int report(Outputs outputs, ReportInput evidence, Optional<Gates> gates, PrintWriter out)
      throws IOException {
    Optional<GateResults> results =
        gates.map(all -> all.check(evidence.scores(), evidence.predictions()));
    Console.printWritten(out, Report.write(outputs.charts(), evidence.withGates(results)));
    return Console.printGates(out, results);
  }
}
