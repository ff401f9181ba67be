package org.mnistcnn.app.tune;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mnistcnn.app.Overlay;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.app.TrainRun;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.engine.InferenceModel;
import org.mnistcnn.engine.device.ComputeOptions;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.metrics.Scores;
import org.mnistcnn.nn.Model;
import org.mnistcnn.search.TrialDescription;
import org.mnistcnn.search.TrialResult;
import org.mnistcnn.search.TrialRunner;
import org.mnistcnn.train.Checkpoint;
import org.mnistcnn.train.CheckpointStore;
import org.mnistcnn.train.History;

/**
 * Runs a trial as {@link TrainRun} would with the same settings, but for the test set, exports and
 * charts: it trains, validates and saves checkpoints.
 */
final class TrialTraining implements TrialRunner {

  private final RunConfig shared;
  private final Path directory;
  private final TrainTestData data;
  private final Consumer<String> warnings;

  /**
   * A runner of trials.
   *
   * @param shared settings of all trials; those that decide a result are in each trial as well
   * @param directory of the search
   * @param data the data set that trials share
   * @param warnings is told of damaged checkpoints
   */
  TrialTraining(RunConfig shared, Path directory, TrainTestData data, Consumer<String> warnings) {
    this.shared = shared;
    this.directory = directory;
    this.data = data;
    this.warnings = warnings;
  }

  @Override
  public TrialResult run(TrialDescription trial, BooleanSupplier stop) {
    long start = System.nanoTime();
    try {
      CheckpointStore checkpoints = checkpoints(trial);
      TrainRun.Leg leg =
          new TrainRun.Leg(
              directory.resolve(trial.directory()),
              trial.until(),
              name(trial),
              checkpoint(trial, checkpoints));
      return TrainRun.train(
          config(trial), data, leg, stop, trained -> result(trial, trained, stop, start));
    } catch (IOException | RuntimeException e) {
      return TrialResult.failed(trial.id(), oneLine(e), seconds(start));
    }
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.replaceAll("\\s*\\R\\s*", "; ");
  }

  /** The settings that make a trial's model, as texts by key. */
  static Map<String, String> texts(TrialDescription trial) {
    Map<String, String> texts = new TreeMap<>(trial.fixed());
    texts.putAll(trial.settings());
    texts.put("seed", Long.toString(trial.seed()));
    texts.put("epochs", Integer.toString(trial.epochs()));
    if (trial.threads() > 0) {
      texts.put("threads", Integer.toString(trial.threads()));
    }
    return texts;
  }

  private RunConfig config(TrialDescription trial) {
    Overlay local = Overlay.of(shared).only(setting -> !setting.decides());
    return local.and(Overlay.ofTexts(texts(trial))).over(RunConfig.DEFAULT);
  }

  private CheckpointStore checkpoints(TrialDescription trial) {
    return new CheckpointStore(directory.resolve(trial.directory()).resolve("checkpoints"));
  }

  private static TrialResult result(
      TrialDescription trial, TrainRun.Trained trained, BooleanSupplier stop, long start) {
    List<History.Epoch> epochs = trained.outcome().history().epochs();
    Optional<String> stopReason = trained.outcome().stopReason();
    boolean over = epochs.size() == trial.epochs();
    TrialResult.State state;
    if (over) {
      state = TrialResult.State.DONE;
    } else if (stopReason.isEmpty()) {
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
    if (!trained.hasLastWeights()) {
      trained
          .learner()
          .evaluate(trained.split().validation())
          .forEach((key, value) -> measures.put("val_" + key, value));
    }
    String reason = over ? "" : stopReason.orElse("");
    return new TrialResult(trial.id(), state, reason, epochs, measures, seconds(start));
  }

  /** The trial's last whole checkpoint; without one, it restarts and ends the same. */
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
    Path place = directory.resolve(trial.directory());
    if (found.isPresent() && !TrainRun.isTrial(found.get(), name(trial), place)) {
      found = Optional.empty();
    }
    if (found.isEmpty()) {
      checkpoints.clear();
    }
    return found;
  }

  private static String name(TrialDescription trial) {
    return trial.data() + " " + texts(trial);
  }

  /**
   * Measures a trial's model, as its last checkpoint holds it, on a data set.
   *
   * @throws IOException if the trial has no whole checkpoint
   */
  Map<String, Double> test(TrialDescription trial, Dataset test) throws IOException {
    Path place = directory.resolve(trial.directory());
    Checkpoint last =
        checkpoint(trial, checkpoints(trial))
            .orElseThrow(
                () ->
                    new IOException(
                        "%s: no whole checkpoint of trial %d to test; train it again with best.json"
                            .formatted(place, trial.id())));
    // A training that is done already: nothing is trained, and the best weights are restored.
    TrainRun.Leg leg =
        new TrainRun.Leg(place, Math.max(1, last.epoch()), name(trial), Optional.of(last));
    return TrainRun.train(
        config(trial),
        data,
        leg,
        () -> false,
        trained -> scores(trained.model(), trained.learner().weights(), trained.device(), test));
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
