package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.engine.InferenceModel;
import org.mnistcnn.engine.StagedLearner;
import org.mnistcnn.engine.device.ComputeOptions;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.keras.KerasConfig;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.metrics.Scores;
import org.mnistcnn.nn.Model;
import org.mnistcnn.search.TrialDescription;
import org.mnistcnn.search.TrialResult;
import org.mnistcnn.search.TrialRunner;
import org.mnistcnn.train.Callback;
import org.mnistcnn.train.Checkpoint;
import org.mnistcnn.train.CheckpointStore;
import org.mnistcnn.train.FitOptions;
import org.mnistcnn.train.History;
import org.mnistcnn.train.Learner;
import org.mnistcnn.train.Trainer;
import picocli.CommandLine;

/**
 * Runs a trial as {@code train} would with the same options, but for the test set, exports and
 * charts: it trains, validates and saves checkpoints.
 */
final class TrialTraining implements TrialRunner {

  /** What a checkpoint's settings call the trial that it is of. */
  private static final String TRIAL = "the trial";

  private final CommandLine command;
  private final List<String> local;
  private final Path directory;
  private final Dataset training;
  private final Consumer<String> warnings;

  /**
   * A runner of trials.
   *
   * @param command whose options those of a trial are
   * @param local arguments that belong to this machine, such as its device
   * @param directory of the search
   * @param training the training set that trials share
   * @param warnings is told of damaged checkpoints
   */
  TrialTraining(
      CommandLine command,
      List<String> local,
      Path directory,
      Dataset training,
      Consumer<String> warnings) {
    this.command = command;
    this.local = List.copyOf(local);
    this.directory = directory;
    this.training = training;
    this.warnings = warnings;
  }

  @Override
  public TrialResult run(TrialDescription trial, BooleanSupplier stop) {
    long start = System.nanoTime();
    try {
      return trained(trial, stop, start);
    } catch (IOException | RuntimeException e) {
      return TrialResult.failed(trial.id(), Failures.oneLine(e), seconds(start));
    }
  }

  /** The options of {@code train} that make a trial's model, by name without hyphens. */
  static Map<String, String> options(TrialDescription trial) {
    Map<String, String> options = new TreeMap<>(trial.fixed());
    options.putAll(trial.settings());
    options.put("seed", Long.toString(trial.seed()));
    options.put("epochs", Integer.toString(trial.epochs()));
    if (trial.threads() > 0) {
      options.put("threads", Integer.toString(trial.threads()));
    }
    return options;
  }

  private TrainCommand parsed(TrialDescription trial) {
    List<String> arguments = new ArrayList<>(local);
    options(trial).forEach((name, value) -> arguments.add("--%s=%s".formatted(name, value)));
    return TrainCommand.parsed(new TrainCommand(), arguments, command);
  }

  private TrialResult trained(TrialDescription trial, BooleanSupplier stop, long start)
      throws IOException {
    TrainCommand options = parsed(trial);
    FitOptions plan = options.common.checked(options.plan::plan);
    Path place = directory.resolve(trial.directory());
    CheckpointStore checkpoints = new CheckpointStore(place.resolve("checkpoints"));
    Optional<Checkpoint> from = checkpoint(trial, checkpoints);
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Preparation prepared = Preparation.of(options, plan, training, from, nowhere);
    List<Callback> callbacks =
        options.common.checked(
            () ->
                options.callbacks.callbacks(
                    prepared.compilation(), prepared.split(), place, checkpoints, nowhere, stop));
    Device device =
        options.common.loadedDevice(options.common.checked(options.execution::execution));
    try (StagedLearner learner = prepared.learner(device)) {
      callbacks.add(0, learner.stages());
      Trainer trainer =
          new Trainer(plan.withEpochs(trial.until()), callbacks, settings(trial, prepared));
      Trainer.Outcome outcome;
      if (from.isPresent()) {
        outcome = trainer.resume(learner, prepared.split(), from.get());
      } else {
        prepared.beginning().load(learner.current(), nowhere);
        options.transfer.load(learner.current(), device, nowhere);
        outcome = trainer.fit(learner, prepared.split());
      }
      boolean lastWeights =
          !options.callbacks.restoresBestWeights()
              && prepared.compilation().emaMomentum().isEmpty();
      return result(
          trial, outcome, stop, start, lastWeights ? Map.of() : validated(learner, prepared));
    }
  }

  private static TrialResult result(
      TrialDescription trial,
      Trainer.Outcome outcome,
      BooleanSupplier stop,
      long start,
      Map<String, Double> validated) {
    List<History.Epoch> epochs = outcome.history().epochs();
    boolean over = epochs.size() == trial.epochs();
    TrialResult.State state;
    if (over) {
      state = TrialResult.State.DONE;
    } else if (outcome.stopReason().isEmpty()) {
      state = TrialResult.State.PAUSED;
    } else if (stop.getAsBoolean()) {
      state = TrialResult.State.INTERRUPTED;
    } else {
      state = epochs.isEmpty() ? TrialResult.State.FAILED : TrialResult.State.DONE;
    }
    Map<String, Double> measures = new LinkedHashMap<>();
    if (!epochs.isEmpty()) {
      measures.putAll(epochs.get(epochs.size() - 1).logs());
    }
    measures.putAll(validated);
    String reason = over ? "" : outcome.stopReason().orElse("");
    return new TrialResult(trial.id(), state, reason, epochs, measures, seconds(start));
  }

  /** What is measured of weights that are not those of the last epoch. */
  private static Map<String, Double> validated(Learner learner, Preparation prepared) {
    Map<String, Double> measures = new LinkedHashMap<>();
    learner
        .evaluate(prepared.split().validation())
        .forEach((key, value) -> measures.put("val_" + key, value));
    return measures;
  }

  /** The trial's last whole checkpoint; without one, it begins anew and ends the same. */
  private Optional<Checkpoint> checkpoint(TrialDescription trial, CheckpointStore checkpoints)
      throws IOException {
    Optional<Checkpoint> found;
    try {
      found = checkpoints.latest(warnings);
    } catch (IOException e) {
      warnings.accept(
          "trial %d begins anew, since none of its checkpoints is whole".formatted(trial.id()));
      found = Optional.empty();
    }
    found = found.filter(last -> name(trial).equals(last.settings().get(TRIAL)));
    if (found.isEmpty()) {
      checkpoints.clear();
    }
    return found;
  }

  private static String name(TrialDescription trial) {
    return trial.data() + " " + options(trial);
  }

  private static Map<String, String> settings(TrialDescription trial, Preparation prepared) {
    Map<String, String> settings = new TreeMap<>(prepared.beginning().facts());
    settings.put(TRIAL, name(trial));
    settings.put(RunSettings.NETWORK, KerasConfig.json(prepared.model()));
    return settings;
  }

  /**
   * Measures a trial's model, as its last checkpoint holds it, on a data set.
   *
   * @throws IOException if the trial has no whole checkpoint
   */
  Map<String, Double> test(TrialDescription trial, Dataset test) throws IOException {
    TrainCommand options = parsed(trial);
    FitOptions plan = options.common.checked(options.plan::plan);
    Path place = directory.resolve(trial.directory());
    Checkpoint last =
        checkpoint(trial, new CheckpointStore(place.resolve("checkpoints")))
            .orElseThrow(
                () ->
                    new IOException(
                        "%s: no whole checkpoint of trial %d to test; train it with --config"
                            .formatted(place, trial.id())));
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Preparation prepared = Preparation.of(options, plan, training, Optional.of(last), nowhere);
    List<Callback> callbacks =
        options.callbacks.callbacks(
            prepared.compilation(),
            prepared.split(),
            place,
            new CheckpointStore(place.resolve("checkpoints")),
            nowhere,
            () -> false);
    Device device = options.common.loadedDevice(options.execution.execution());
    try (StagedLearner learner = prepared.learner(device)) {
      callbacks.add(0, learner.stages());
      // A plan that is done already: nothing is trained, and the best weights are restored.
      new Trainer(plan.withEpochs(Math.max(1, last.epoch())), callbacks)
          .resume(learner, prepared.split(), last);
      return scores(prepared.model(), learner.weights(), device, test);
    }
  }

  /** As {@code train} tests what it exports: in float32 whatever it was trained in. */
  private static Map<String, Double> scores(
      Model model, Map<String, float[]> weights, Device device, Dataset test) {
    try (InferenceModel trained =
        new InferenceModel(model, weights, device.with(ComputeOptions.DEFAULT))) {
      Scores scores =
          Scores.of(new Predictions(test.classNames(), test.labels(), trained.probabilities(test)));
      return Map.of("loss", scores.loss(), "accuracy", scores.report().accuracy());
    }
  }

  @Override
  public void discard(TrialDescription trial) {
    Path checkpoints = directory.resolve(trial.directory()).resolve("checkpoints");
    if (!Files.isDirectory(checkpoints)) {
      return;
    }
    try (Stream<Path> files = Files.walk(checkpoints)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
