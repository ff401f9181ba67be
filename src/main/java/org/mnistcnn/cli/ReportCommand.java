package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.app.DataConfig;
import org.mnistcnn.app.FinishedRun;
import org.mnistcnn.app.GateConfig;
import org.mnistcnn.app.OutputConfig;
import org.mnistcnn.app.Outputs;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.app.TestedModel;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.artifact.Endpoint;
import org.mnistcnn.cli.options.EndpointOptions;
import org.mnistcnn.cli.options.GivenSettings;
import org.mnistcnn.cli.options.TakesSettings;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.Classifiers;
import org.mnistcnn.formats.Provenance;
import org.mnistcnn.gates.Gates;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.report.Comparison;
import org.mnistcnn.report.PredictionsCsv;
import org.mnistcnn.report.ReportInput;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the report of a run, of a model, or of what any other program predicted. */
@TakesSettings(
    value = {DataConfig.class, OutputConfig.class, GateConfig.class},
    also = "device",
    except = "limit")
@Command(
    name = "report",
    description = "Writes the report of a run, a model or predictions, or compares runs.",
    sortOptions = false)
final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Source source = new Source();

  /** What the report is of: one of these. */
  private static final class Source {

    @Option(
        names = "--run",
        paramLabel = "DIR",
        description = "A finished run, such as runs/mnist_cnn: its model, tested anew.")
    private @Nullable Path run;

    @Option(
        names = "--model",
        paramLabel = "DIR",
        description = "A model, such as savedmodel/mnist_cnn/1.")
    private @Nullable Path model;

    @Option(
        names = "--predictions",
        paramLabel = "FILE",
        description =
            "A CSV file with the columns true,predicted,p0,p1,...: classes by number or by name,"
                + " and a probability a class.")
    private @Nullable Path predictions;

    @Option(
        names = "--compare",
        paramLabel = "DIR",
        arity = "2..*",
        description = "Two or more runs, compared with the first.")
    private List<Path> compare = List.of();
  }

  @Option(
      names = "--class-names",
      paramLabel = "FILE",
      description = "With --predictions: the name of class 0, 1, ..., one a line.")
  private @Nullable Path classNames;

  @Mixin private final EndpointOptions way = new EndpointOptions();

  @Override
  public Integer call() throws IOException {
    if (classNames != null && source.predictions == null) {
      throw Console.usage(spec, "--class-names has no effect here: it belongs to --predictions");
    }
    if (!way.endpoint().equals(Endpoint.AUTO) && source.model == null) {
      throw Console.usage(
          spec,
          "--signature, --input, --output, --logits and --unit-pixels have no effect here: they"
              + " belong to --model");
    }
    RunConfig config = GivenSettings.of(spec).all().over(RunConfig.DEFAULT);
    if (!source.compare.isEmpty()) {
      return compare(source.compare, config);
    }
    if (source.run != null) {
      FinishedRun run = FinishedRun.read(source.run, config.data());
      Optional<Gates> all = config.gates().read(run.test().classNames());
      return write(
          outputs(config, run.name()),
          name -> run.evidence(name, Devices.one(config.compute().device())),
          all);
    }
    if (source.model != null) {
      return model(source.model, config);
    }
    Predictions predictions = predictions();
    Optional<Gates> all = config.gates().read(predictions.classNames());
    return write(config.output().outputs(), name -> ReportInput.of(name, predictions), all);
  }

  private int model(Path file, RunConfig config) throws IOException {
    Device device = Devices.one(config.compute().device());
    long start = System.nanoTime();
    try (Classifier classifier = Classifiers.open(file, device, way.endpoint())) {
      Dataset test =
          config
              .data()
              .readTest(classifier, Provenance.of(file), spec.commandLine().getOut()::println);
      Optional<Gates> all = config.gates().read(test.classNames());
      TestedModel model = new TestedModel(file, config.data().place(), test, device);
      return write(config.output().outputs(), name -> model.evidence(name, classifier, start), all);
    }
  }

  /** Makes the evidence that goes under a name. */
  @FunctionalInterface
  private interface Maker {
    ReportInput evidence(String name) throws IOException;
  }

  private int write(Outputs outputs, Maker maker, Optional<Gates> all) throws IOException {
    Outputs.requireWritable(outputs.charts());
    ReportInput evidence = maker.evidence(outputs.name());
    PrintWriter out = spec.commandLine().getOut();
    out.println(TestedModel.summary(evidence));
    return EvaluateCommand.report(outputs, evidence, all, out);
  }

  private int compare(List<Path> directories, RunConfig config) throws IOException {
    if (config.gates().read(List.of()).isPresent()) {
      throw Console.usage(spec, "gates have no effect with --compare: report one run with them");
    }
    Outputs outputs = outputs(config, "comparison");
    Outputs.requireWritable(outputs.charts());
    List<ReportInput> runs = new ArrayList<>();
    for (Path directory : directories) {
      FinishedRun run = FinishedRun.read(directory, config.data());
      runs.add(run.evidence(run.name(), Devices.one(config.compute().device())));
    }
    Comparison comparison;
    try {
      comparison = new Comparison(outputs.name(), runs);
    } catch (IllegalArgumentException e) {
      throw Console.usage(spec, String.valueOf(e.getMessage()));
    }
    Console.printWritten(spec.commandLine().getOut(), comparison.write(outputs.charts()));
    return 0;
  }

  /** Where files go: under the name that was asked for, or else this one. */
  private Outputs outputs(RunConfig config, String otherwise) {
    boolean asked = Console.isTyped(spec, "--name");
    return new Outputs(config.output().outputDir(), asked ? config.output().name() : otherwise);
  }

  private Predictions predictions() throws IOException {
    if (source.predictions == null) {
      throw new IllegalStateException("picocli lets no command without a source through");
    }
    return PredictionsCsv.read(
        source.predictions,
        classNames == null
            ? Optional.empty()
            : Optional.of(Files.readAllLines(classNames, StandardCharsets.UTF_8)));
  }
}
