package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.Split;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.engine.ModelState;
import org.mnistcnn.engine.StagedLearner;
import org.mnistcnn.engine.device.ComputeOptions;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.keras.KerasConfig;
import org.mnistcnn.formats.keras.KerasFile;
import org.mnistcnn.formats.savedmodel.SavedModelWriter;
import org.mnistcnn.gates.GateResults;
import org.mnistcnn.gates.Gates;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.report.Report;
import org.mnistcnn.report.ReportInput;
import org.mnistcnn.report.RunContext;
import org.mnistcnn.train.Callback;
import org.mnistcnn.train.Checkpoint;
import org.mnistcnn.train.CheckpointStore;
import org.mnistcnn.train.FitOptions;
import org.mnistcnn.train.Trainer;
import picocli.CommandLine.Model.CommandSpec;

/** One run of {@code train}, from reading the data to the last chart. */
final class TrainJob {

  /** What a shell says of a program that Ctrl-C ended. */
  private static final int INTERRUPTED = 130;

  /** Where {@code report --run} finds what is known of a finished run. */
  static final String RUN_FILE = "run.json";

  private final TrainCommand options;
  private final PrintWriter out;
  private final Map<String, String> settings;
  private final CheckpointStore checkpoints;
  private final Optional<Checkpoint> from;

  /**
   * A run.
   *
   * @param options what it is to do
   * @param command the command that was typed, where it prints
   * @param checkpoints where it saves itself
   * @param from where it goes on; empty for a new run
   */
  TrainJob(
      TrainCommand options,
      CommandSpec command,
      CheckpointStore checkpoints,
      Optional<Checkpoint> from) {
    this.options = options;
    this.out = command.commandLine().getOut();
    this.settings = new TreeMap<>(RunSettings.of(options.spec().commandLine().getParseResult()));
    this.checkpoints = checkpoints;
    this.from = from;
  }

  /** Does all of it; returns the exit code. */
  int run() throws IOException {
    FitOptions plan = plan();
    Supplier<Device> chosen = chosen();
    return run(plan, chosen, options.common.trainTest(out::println));
  }

  /** The same on a data set that was read already. */
  int run(TrainTestData data) throws IOException {
    return run(plan(), chosen(), data);
  }

  private FitOptions plan() {
    FitOptions plan = checked(options.plan::plan);
    from.ifPresent(checkpoint -> requireAsManyEpochs(plan, checkpoint));
    return plan;
  }

  /** The device, which is looked for while the data are read. */
  private Supplier<Device> chosen() {
    ComputeOptions execution = checked(options.execution::execution);
    return Background.start(() -> options.common.loadedDevice(execution));
  }

  private int run(FitOptions plan, Supplier<Device> chosen, TrainTestData data) throws IOException {
    Preparation prepared = Preparation.of(options, plan, data.training(), from, out);
    Split split = prepared.split();
    Beginning beginning = prepared.beginning();
    Compilation compilation = prepared.compilation();
    Model model = prepared.model();
    Optional<Gates> gates = options.common.checkedGates(options.gates, data.test().classNames());
    Outputs outputs = options.common.outputs();
    Outputs.requireWritable(outputs.savedModels(), outputs.charts(), outputs.run());
    rememberFacts(prepared.training(), model, beginning);
    Device device = chosen.get();
    try (Interruption interruption = new Interruption()) {
      List<Callback> callbacks =
          checked(
              () ->
                  options.callbacks.callbacks(
                      compilation, split, outputs.run(), checkpoints, out, interruption));
      printStart(device, model, split);
      long start = System.nanoTime();
      try (StagedLearner learner = prepared.learner(device)) {
        callbacks.add(0, learner.stages());
        Trainer.Outcome outcome =
            train(new Trainer(plan, callbacks, settings), learner, beginning, split, device);
        if (interruption.getAsBoolean()) {
          printInterrupted();
          return INTERRUPTED;
        }
        outcome.stopReason().ifPresent(reason -> out.println("Stopped: " + reason));
        RunContext context =
            context(learner.model(), data, device, (System.nanoTime() - start) / 1e9);
        Trained trained = new Trained(learner, outcome);
        return writeResults(outputs, trained, data.test(), device, context, gates);
      }
    }
  }

  private Trainer.Outcome train(
      Trainer trainer, StagedLearner learner, Beginning beginning, Split split, Device device)
      throws IOException {
    // Which says that the run is finished, as it is not from here on.
    Path finished = options.common.outputs().run().resolve(RUN_FILE);
    if (from.isPresent()) {
      Files.deleteIfExists(finished);
      return trainer.resume(learner, split, from.get());
    }
    // They may be among the checkpoints of an earlier run, which give way to this one's.
    beginning.load(learner.current(), out);
    options.transfer.load(learner.current(), device, out);
    Files.deleteIfExists(finished);
    checkpoints.clear();
    return trainer.fit(learner, split);
  }

  /** A learner that has learned, and how it went. */
  private record Trained(StagedLearner learner, Trainer.Outcome outcome) {}

  /** Exports the model and tests what was exported, in float32 whatever it was trained in. */
  private int writeResults(
      Outputs outputs,
      Trained trained,
      Dataset test,
      Device device,
      RunContext context,
      Optional<Gates> gates)
      throws IOException {
    List<Path> written = new ArrayList<>();
    StagedLearner learner = trained.learner();
    Trainer.Outcome outcome = trained.outcome();
    Path version =
        SavedModelWriter.publish(
            outputs.savedModels(),
            new TrainedModel(
                learner.model(),
                learner.weights(),
                test.classNames(),
                RunSettings.facts(settings, outcome.history().epochs())));
    written.add(version);
    written.add(writeKeras(outputs, learner));
    long start = System.nanoTime();
    TestedModel exported =
        new TestedModel(version, options.common.data(), test, device.with(ComputeOptions.DEFAULT));
    ReportInput tested = exported.reportInput(outputs.name());
    RunContext known = context.with("export and test", (System.nanoTime() - start) / 1e9);
    known
        .withData("model", outputs.run().relativize(version).toString())
        .write(outputs.run().resolve(RUN_FILE));
    out.println();
    Console.printTest(out, tested);
    Optional<GateResults> results =
        gates.map(all -> all.check(tested.scores(), tested.predictions()));
    ReportInput reportInput = tested.withHistory(outcome.history()).withContext(known);
    written.addAll(
        Report.write(outputs.charts(), results.map(reportInput::withGates).orElse(reportInput)));
    written.add(outputs.run().resolve("history.csv"));
    written.addAll(options.callbacks.files(outputs.run()));
    Console.printWritten(out, written);
    return GateOptions.print(out, results);
  }

  /** What the report says of the run; a resumed run knows the seconds of its last part only. */
  private RunContext context(Model model, TrainTestData data, Device device, double seconds) {
    Map<String, String> shown = new TreeMap<>(settings);
    shown.keySet().removeIf(setting -> !setting.startsWith("--"));
    shown.values().removeIf(String::isEmpty);
    Map<String, String> sets = new LinkedHashMap<>();
    sets.put("training set", DataFacts.fingerprint(data.training()));
    sets.put("test set", DataFacts.fingerprint(data.test()));
    return new RunContext(
        model.summary(),
        shown,
        sets,
        DataFacts.versions(),
        device.description(),
        Map.of(from.isPresent() ? "training since it was resumed" : "training", seconds));
  }

  private Path writeKeras(Outputs outputs, StagedLearner learner) throws IOException {
    Compilation compilation = learner.compilation();
    Path file = outputs.run().resolve(outputs.name() + ".keras");
    ModelState state = ModelState.of(learner.model(), learner.state());
    KerasFile.write(file, learner.model(), compilation, state, InstantSource.system());
    if (!KerasFile.hasSchedule(compilation.optimizer().learningRate())) {
      out.printf(
          "%nKeras does not have this schedule: %s keeps the last step size, %s, as a constant%n",
          file, state.learningRate());
    }
    return file;
  }

  /** Keeps what a resumed run must find again, and checks it if this is one. */
  private void rememberFacts(Dataset training, Model model, Beginning beginning)
      throws IOException {
    settings.keySet().removeAll(beginning.unusedOptions());
    Map<String, String> facts = new TreeMap<>(beginning.facts());
    facts.put(RunSettings.DATA, DataFacts.fingerprint(training));
    facts.put(RunSettings.NETWORK, KerasConfig.json(model));
    if (from.isPresent()) {
      RunSettings.requireSame(from.get().settings(), facts);
    }
    settings.putAll(facts);
    if (DatasetReader.isFolder(options.common.data())) {
      settings.put(TrainedModel.PICTURES, TrainedModel.AS_THEY_ARE);
    }
    settings.put(RunSettings.CLASS_NAMES, String.join("\n", training.classNames()));
  }

  private void requireAsManyEpochs(FitOptions plan, Checkpoint checkpoint) {
    if (plan.epochs() < checkpoint.epoch()) {
      throw options.common.usage(
          "--epochs must be at least %d, which the run has done, got %d"
              .formatted(checkpoint.epoch(), plan.epochs()));
    }
  }

  private void printStart(Device device, Model model, Split split) {
    out.printf("Device: %s%n%n%s%n%n", device.description(), model.summary());
    out.printf(
        Locale.ROOT,
        "Training on %,d images, validating on %,d, from %s%n",
        split.training().count(),
        split.validation().count(),
        options.common.data());
    from.ifPresent(
        checkpoint ->
            out.printf(
                Locale.ROOT,
                "Going on in epoch %d after %,d images%n",
                checkpoint.epoch() + 1,
                checkpoint.samples()));
  }

  private void printInterrupted() {
    out.printf(
        "%nInterrupted, and saved; go on with: mnist-cnn train --resume%s%n",
        options.common.whereabouts());
  }

  /** A setting that is refused is an error in the command line. */
  private <T> T checked(Supplier<T> setting) {
    return options.common.checked(setting);
  }
}
