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
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.artifact.Endpoint;
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
@Command(
    name = "report",
    description = "Writes the report of a run, a model or predictions, or compares runs.",
    sortOptions = false)
final class ReportCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

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

  @Mixin private final CommonOptions common = new CommonOptions();

  @Mixin private final GateOptions gateOptions = new GateOptions();

  @Override
  public Integer call() throws IOException {
    if (classNames != null && source.predictions == null) {
      throw common.usage("--class-names has no effect here: it belongs to --predictions");
    }
    if (!way.endpoint().equals(Endpoint.AUTO) && source.model == null) {
      throw common.usage(
          "--signature, --input, --output, --logits and --unit-pixels have no effect here: they"
              + " belong to --model");
    }
    if (!source.compare.isEmpty()) {
      return compare(source.compare);
    }
    if (source.run != null) {
      Path directory = source.run;
      FinishedRun run = FinishedRun.read(directory, common);
      Optional<Gates> gates = common.checkedGates(gateOptions, run.test().classNames());
      return write(named(run.name()), name -> run.reportInput(name, common.anyDevice()), gates);
    }
    if (source.model != null) {
      return model(source.model);
    }
    Predictions predictions = predictions();
    Optional<Gates> gates = common.checkedGates(gateOptions, predictions.classNames());
    return write(common.name(), name -> ReportInput.of(name, predictions), gates);
  }

  private int model(Path file) throws IOException {
    Device device = common.anyDevice();
    long start = System.nanoTime();
    try (Classifier classifier = Classifiers.open(file, device, way.endpoint())) {
      Dataset test = common.test(classifier, Provenance.of(file), Console.out(spec)::println);
      Optional<Gates> gates = common.checkedGates(gateOptions, test.classNames());
      TestedModel model = new TestedModel(file, common.data(), test, device);
      return write(common.name(), name -> model.reportInput(name, classifier, start), gates);
    }
  }

  /** Makes the evidence that goes under a name. */
  @FunctionalInterface
  private interface Maker {
    ReportInput reportInput(String name) throws IOException;
  }

  private int write(String name, Maker maker, Optional<Gates> gates) throws IOException {
    Outputs outputs = new Outputs(common.outputs().root(), name);
    Outputs.requireWritable(outputs.charts());
    ReportInput reportInput = maker.reportInput(name);
    PrintWriter out = Console.out(spec);
    Console.printTest(out, reportInput);
    return EvaluateCommand.report(outputs, reportInput, gates, out);
  }

  private int compare(List<Path> directories) throws IOException {
    if (common.checkedGates(gateOptions, List.of()).isPresent()) {
      throw common.usage("gates have no effect with --compare: report one run with them");
    }
    Outputs outputs = new Outputs(common.outputs().root(), named("comparison"));
    Outputs.requireWritable(outputs.charts());
    List<ReportInput> runs = new ArrayList<>();
    for (Path directory : directories) {
      FinishedRun run = FinishedRun.read(directory, common);
      runs.add(run.reportInput(run.name(), common.anyDevice()));
    }
    Comparison comparison;
    try {
      comparison = new Comparison(outputs.name(), runs);
    } catch (IllegalArgumentException e) {
      throw common.usage(String.valueOf(e.getMessage()));
    }
    Console.printWritten(Console.out(spec), comparison.write(outputs.charts()));
    return 0;
  }

  /** The name that was asked for, or else this one. */
  private String named(String otherwise) {
    boolean asked = spec != null && spec.commandLine().getParseResult().hasMatchedOption("--name");
    return asked ? common.name() : otherwise;
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
