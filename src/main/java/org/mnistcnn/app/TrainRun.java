package org.mnistcnn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.common.Background;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.Split;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.ModelState;
import org.mnistcnn.engine.device.ComputeOptions;
import org.mnistcnn.engine.device.Device;
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
import org.mnistcnn.train.History;
import org.mnistcnn.train.Trainer;

/** A run: it trains a network, tests it, exports it and writes its report. */
public final class TrainRun {

  private final RunConfig config;
  private final RunObserver observer;
  private final Outputs outputs;
  private final CheckpointStore checkpoints;
  private final Optional<Checkpoint> from;

  private TrainRun(RunConfig config, RunObserver observer, Optional<Checkpoint> from) {
    this.config = config;
    this.observer = observer;
    this.outputs = config.output().outputs();
    this.checkpoints = outputs.checkpoints();
    this.from = from;
  }

  /**
   * What a run came to.
   *
   * @param interrupted whether it was asked to end before its end, and has saved itself
   * @param history the finished epochs
   * @param test of what was exported; empty if the run was interrupted
   * @param gates empty if no bound was asked for
   * @param written all files and directories that it wrote, for people to look at
   */
  public record Result(
      boolean interrupted,
      History history,
      Optional<ReportInput> test,
      Optional<GateResults> gates,
      List<Path> written) {

    public Result {
      written = List.copyOf(written);
    }
  }

  /**
   * Does all of a new run.
   *
   * @throws SettingException if the configuration can't be followed
   * @throws IOException if a file can't be read or written, or the data do not fit the network
   */
  public static Result run(RunConfig config, RunObserver observer) throws IOException {
    return new TrainRun(config, observer, Optional.empty()).run();
  }

  /**
   * Continues the run of a configuration's name from its last checkpoint.
   *
   * @param given settings that were said again, which must be those that the run was started with;
   *     those that decide nothing are those of now
   * @param here what belongs to this machine, with the run's name and output directory
   */
  public static Result resume(Overlay given, RunConfig here, RunObserver observer)
      throws IOException {
    Path directory = here.output().outputs().run();
    Checkpoint checkpoint =
        here.output()
            .outputs()
            .checkpoints()
            .latest(observer::warn)
            .orElseThrow(
                () ->
                    new IOException(
                        "%s: no run to resume; start a new one, or name the one to resume"
                            .formatted(directory)));
    RunDescription earlier = RunDescription.of(checkpoint, directory);
    requireSame(given, earlier.settings());
    RunConfig config = given.over(earlier.config(here));
    return new TrainRun(config, observer, Optional.of(checkpoint)).run();
  }

  /**
   * Refuses settings with other values than a run was started with.
   *
   * @param given what is said again
   */
  public static void requireSame(Overlay given, Overlay earlier) {
    boolean openEnded = earlier.over(RunConfig.DEFAULT).learning().isOpenEnded();
    Overlay compared =
        given.only(setting -> setting.decides() && !(openEnded && setting.name().equals("epochs")));
    List<String> differences =
        Overlay.differences(earlier.only(compared.settings()::contains), compared);
    if (!differences.isEmpty()) {
      throw SettingException.of(
          "a resumed run must have the settings it was started with: "
              + String.join("; ", differences));
    }
  }

  /**
   * In what the run of a checkpoint differs from a configuration, setting by setting, as parts of a
   * template of {@link SettingException#of}.
   *
   * @param directory of the run, for messages
   */
  public static List<String> differences(RunConfig config, Checkpoint checkpoint, Path directory)
      throws IOException {
    // A checkpoint from before there was this setting says nothing of it.
    Overlay earlier =
        RunConfig.DEFAULT
            .deciding()
            .only(setting -> setting.name().equals("shuffleSplit"))
            .and(RunDescription.of(checkpoint, directory).settings());
    return Overlay.differences(earlier, config.deciding());
  }

  /** The images of a run that decide its result, see {@link RunConfig#images}. */
  public static String images(Checkpoint checkpoint, Path directory) throws IOException {
    return RunDescription.of(checkpoint, directory).images();
  }

  /** Where what is known of a finished run is. */
  public static Path file(Path directory) {
    return directory.resolve("run.json");
  }

  /** Continues a run, or begins it, on a data set that was read already. */
  public static Result run(
      RunConfig config, TrainTestData data, Optional<Checkpoint> from, RunObserver observer)
      throws IOException {
    TrainRun run = new TrainRun(config, observer, from);
    return run.run(run.device(), data);
  }

  private Result run() throws IOException {
    Supplier<Device> device = device();
    return run(device, config.data().read(observer::note));
  }

  /** The device, which is looked for while the data are read. */
  private Supplier<Device> device() {
    from.ifPresent(
        checkpoint -> {
          if (config.fit().epochs() < checkpoint.epoch()) {
            throw SettingException.of(
                "{epochs} must be at least %d, which the run has done, got %d",
                checkpoint.epoch(), config.fit().epochs());
          }
        });
    return Background.start(config.compute()::loadedDevice);
  }

  private Result run(Supplier<Device> chosen, TrainTestData data) throws IOException {
    Optional<RunDescription> earlier = description(from, outputs.run());
    PreparedRun prepared = PreparedRun.of(config, data, earlier, observer);
    Optional<Gates> gates = config.gates().read(data.test().classNames());
    Outputs.requireWritable(outputs.savedModels(), outputs.charts(), outputs.run());
    RunDescription description = prepared.description(pictures(), Optional.empty());
    if (earlier.isPresent()) {
      description.requireSame(earlier.get());
    }
    Device device = chosen.get();
    try (RunObserver.StopRequest stop = observer.listen()) {
      List<Callback> callbacks =
          config
              .callbacks()
              .callbacks(
                  prepared.compilation(),
                  prepared.split(),
                  outputs.run(),
                  checkpoints,
                  observer.progress(),
                  stop);
      noteStart(device, prepared);
      long start = System.nanoTime();
      return train(
          prepared,
          device,
          new Place(outputs.run(), checkpoints, config.fit().epochs(), callbacks, description),
          from,
          observer,
          trained -> {
            if (stop.getAsBoolean()) {
              return new Result(
                  true, trained.outcome().history(), Optional.empty(), Optional.empty(), List.of());
            }
            trained.outcome().stopReason().ifPresent(reason -> observer.note("Stopped: " + reason));
            RunContext context =
                context(
                    trained.learner().model(),
                    description,
                    data,
                    device,
                    (System.nanoTime() - start) / 1e9);
            return results(trained, description, data.test(), device, context, gates);
          });
    }
  }

  private static Optional<RunDescription> description(Optional<Checkpoint> from, Path directory)
      throws IOException {
    return from.isPresent()
        ? Optional.of(RunDescription.of(from.get(), directory))
        : Optional.empty();
  }

  private Optional<String> pictures() throws IOException {
    return DatasetReader.hasImageFiles(config.data().place())
        ? Optional.of(TrainedModel.AS_THEY_ARE)
        : Optional.empty();
  }

  /**
   * A part of a training, for those who train without exports and report.
   *
   * @param directory where it keeps itself
   * @param until after how many epochs to pause or end
   * @param name what its checkpoints call it
   * @param from where it continues; empty to begin
   */
  public record Leg(Path directory, int until, String name, Optional<Checkpoint> from) {}

  /**
   * A learner that has learned, and how it went.
   *
   * @param model the network of the first stage
   */
  public record Trained(
      GraphModel learner,
      Model model,
      Split split,
      boolean hasLastWeights,
      Device device,
      Trainer.Outcome outcome) {}

  /** What is made of a trained learner, which is closed afterwards. */
  @FunctionalInterface
  public interface Use<T> {
    T of(Trained trained) throws IOException;
  }

  /**
   * Trains for a part of what a configuration says.
   *
   * @param data the data set, whole
   * @param stop is asked after each step whether to end, saved
   */
  public static <T> T train(
      RunConfig config, TrainTestData data, Leg leg, BooleanSupplier stop, Use<T> use)
      throws IOException {
    CheckpointStore checkpoints =
        new CheckpointStore(leg.directory().resolve(ModelSource.CHECKPOINTS));
    PreparedRun prepared =
        PreparedRun.of(config, data, description(leg.from(), leg.directory()), RunObserver.SILENT);
    List<Callback> callbacks =
        config
            .callbacks()
            .callbacks(
                prepared.compilation(),
                prepared.split(),
                leg.directory(),
                checkpoints,
                Optional.empty(),
                stop);
    return train(
        prepared,
        config.compute().loadedDevice(),
        new Place(
            leg.directory(),
            checkpoints,
            leg.until(),
            callbacks,
            prepared.description(Optional.empty(), Optional.of(leg.name()))),
        leg.from(),
        RunObserver.SILENT,
        use);
  }

  /** Whether a checkpoint is one of the training that its leg called so. */
  public static boolean isTrial(Checkpoint checkpoint, String name, Path directory)
      throws IOException {
    return RunDescription.of(checkpoint, directory).trial().equals(Optional.of(name));
  }

  /**
   * Where a training keeps itself, and how far it goes.
   *
   * @param until after how many epochs to pause or end
   * @param callbacks what watches it
   * @param description what its checkpoints keep of it
   */
  private record Place(
      Path directory,
      CheckpointStore checkpoints,
      int until,
      List<Callback> callbacks,
      RunDescription description) {}

  /** The one way of training: a run's, a member's and a trial's. */
  private static <T> T train(
      PreparedRun prepared,
      Device device,
      Place place,
      Optional<Checkpoint> from,
      RunObserver observer,
      Use<T> use)
      throws IOException {
    // Which says that the run is finished, as it is not from here on.
    Path finished = file(place.directory());
    FitOptions plan = prepared.config().fit().plan().withEpochs(place.until());
    try (GraphModel learner = prepared.learner(device)) {
      List<Callback> callbacks = new ArrayList<>(place.callbacks());
      callbacks.add(0, prepared.stages(learner, observer));
      Trainer trainer = new Trainer(plan, callbacks, place.description().json());
      Trainer.Outcome outcome;
      if (from.isPresent()) {
        Files.deleteIfExists(finished);
        if (GraphModel.isRecompiled(from.get().learner())) {
          prepared.second().ifPresent(second -> second.enter(learner));
        }
        outcome = trainer.resume(learner, prepared.split(), from.get());
      } else {
        // They may be among the checkpoints of an earlier run, which give way to this one's.
        prepared.start().load(learner, observer::note);
        prepared.config().transfer().load(learner, device, observer::note);
        Files.deleteIfExists(finished);
        place.checkpoints().clear();
        outcome = trainer.fit(learner, prepared.split());
      }
      return use.of(
          new Trained(
              learner,
              prepared.model(),
              prepared.split(),
              !prepared.config().callbacks().restoreBestWeights()
                  && prepared.compilation().emaMomentum().isEmpty(),
              device,
              outcome));
    }
  }

  /** Exports the model and tests what was exported, in float32 whatever it was trained in. */
  private Result results(
      Trained trained,
      RunDescription description,
      Dataset test,
      Device device,
      RunContext context,
      Optional<Gates> gates)
      throws IOException {
    GraphModel learner = trained.learner();
    History history = trained.outcome().history();
    Path version =
        SavedModelWriter.publish(
            outputs.savedModels(),
            new TrainedModel(
                learner.model(),
                learner.weights(),
                test.classNames(),
                description.published(history.epochs())));
    List<Path> written = new ArrayList<>(List.of(version, writeKeras(learner)));
    long start = System.nanoTime();
    ReportInput tested =
        new TestedModel(version, config.data().place(), test, device.with(ComputeOptions.DEFAULT))
            .evidence(outputs.name());
    RunContext known = context.with("export and test", (System.nanoTime() - start) / 1e9);
    known
        .withData("model", outputs.run().relativize(version).toString())
        .write(file(outputs.run()));
    observer.note("");
    observer.note(TestedModel.summary(tested));
    Optional<GateResults> results =
        gates.map(all -> all.check(tested.scores(), tested.predictions()));
    ReportInput evidence = tested.with().history(history).gates(results).context(known).build();
    written.addAll(Report.write(outputs.charts(), evidence));
    written.add(outputs.run().resolve("history.csv"));
    written.addAll(config.callbacks().files(outputs.run()));
    return new Result(false, history, Optional.of(evidence), results, written);
  }

  /** What the report says of the run; a resumed run knows the seconds of its last part only. */
  private RunContext context(
      Model model, RunDescription description, TrainTestData data, Device device, double seconds) {
    Map<String, String> sets = new LinkedHashMap<>();
    sets.put("training set", data.training().fingerprint());
    data.validation().ifPresent(set -> sets.put("validation set", set.fingerprint()));
    sets.put("test set", data.test().fingerprint());
    return new RunContext(
        model.summary(),
        description.settings().texts(),
        sets,
        RunContexts.versions(),
        device.description(),
        Map.of(from.isPresent() ? "training since it was resumed" : "training", seconds));
  }

  private Path writeKeras(GraphModel learner) throws IOException {
    Compilation compilation = learner.compilation();
    Path file = outputs.run().resolve(outputs.name() + ".keras");
    ModelState state = ModelState.of(learner.model(), learner.state());
    KerasFile.write(file, learner.model(), compilation, state, InstantSource.system());
    if (!KerasFile.hasSchedule(compilation.optimizer().learningRate())) {
      observer.note("");
      observer.note(
          "Keras does not have this schedule: %s keeps the last learning rate, %s, as a constant"
              .formatted(file, state.learningRate()));
    }
    return file;
  }

  private void noteStart(Device device, PreparedRun prepared) {
    observer.note("Device: " + device.description());
    observer.note("");
    observer.note(prepared.model().summary());
    observer.note("");
    observer.note(
        String.format(
            Locale.ROOT,
            "Training on %,d images, validating on %,d, from %s",
            prepared.split().training().count(),
            prepared.split().validation().count(),
            config.data().place()));
    config.tellParts(prepared.data(), observer::note);
    from.ifPresent(
        checkpoint ->
            observer.note(
                String.format(
                    Locale.ROOT,
                    "Resuming in epoch %d after %,d images",
                    checkpoint.epoch() + 1,
                    checkpoint.samples())));
  }
}
