package org.mnistcnn.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.data.Split;
import org.mnistcnn.formats.tensorboard.TensorBoard;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.LearningRate;
import org.mnistcnn.train.Callback;
import org.mnistcnn.train.CheckpointStore;
import org.mnistcnn.train.callbacks.CsvLogger;
import org.mnistcnn.train.callbacks.EarlyStopping;
import org.mnistcnn.train.callbacks.ModelCheckpoint;
import org.mnistcnn.train.callbacks.Monitor;
import org.mnistcnn.train.callbacks.ReduceLROnPlateau;
import org.mnistcnn.train.callbacks.SaveCheckpoints;
import org.mnistcnn.train.callbacks.TerminateOnNaN;
import org.mnistcnn.train.callbacks.TimeLimit;
import picocli.CommandLine.Option;

/** What watches a training, and when it ends early: Keras's callbacks. */
final class CallbackOptions {

  @Option(
      names = "--monitor",
      paramLabel = "KEY",
      description =
          "The measure that --early-stopping, --reduce-lr-on-plateau and --save-best watch (default:"
              + " val_loss).")
  private @Nullable String monitor;

  @Option(
      names = "--early-stopping",
      paramLabel = "PATIENCE",
      description = "End when the measure has not improved for PATIENCE epochs.")
  private @Nullable Integer earlyStopping;

  @Option(
      names = "--min-delta",
      paramLabel = "D",
      defaultValue = "0",
      description = "The least change that --early-stopping takes for an improvement.")
  private double minDelta;

  @Option(
      names = "--restore-best-weights",
      description = "With --early-stopping: end with the weights of the best epoch.")
  private boolean restoreBestWeights;

  @Option(
      names = "--reduce-lr-on-plateau",
      paramLabel = "PATIENCE",
      description = "Shrink the step size when the measure has not improved for PATIENCE epochs.")
  private @Nullable Integer reduceLrOnPlateau;

  @Option(
      names = "--reduce-lr-factor",
      paramLabel = "F",
      description = "The factor of --reduce-lr-on-plateau (default: 0.1).")
  private @Nullable Double reduceLrFactor;

  @Option(
      names = "--save-best",
      description = "Keep a checkpoint of the best epoch: checkpoints/best.ckpt.")
  private boolean saveBest;

  @Option(
      names = "--save-every",
      paramLabel = "N",
      description = "Keep a checkpoint of every Nth epoch: checkpoints/epoch-000N.ckpt.")
  private @Nullable Integer saveEvery;

  @Option(
      names = "--checkpoint-minutes",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Longest time without a checkpoint, besides the one after each epoch (default:"
              + " ${DEFAULT-VALUE}).")
  private double checkpointMinutes;

  @Option(
      names = "--max-minutes",
      paramLabel = "N",
      description = "End after the step at which N minutes are over.")
  private @Nullable Double maxMinutes;

  @Option(names = "--tensorboard", description = "Write event files for TensorBoard.")
  private boolean tensorBoard;

  @Option(names = "--histograms", description = "With --tensorboard: histograms of the weights.")
  private boolean histograms;

  /**
   * The callbacks in the order in which they must be told: checkpoints last.
   *
   * @param run the directory of the run's files
   * @param interrupted whether the process was asked to end
   * @throws IllegalArgumentException if an option is out of range or has no effect
   */
  List<Callback> callbacks(
      Compilation compilation,
      Split split,
      Path run,
      CheckpointStore checkpoints,
      PrintWriter out,
      BooleanSupplier interrupted) {
    requireEffects(measures(compilation, split), compilation);
    List<Callback> callbacks = new ArrayList<>();
    callbacks.add(new TerminateOnNaN());
    callbacks.add(new Progress(out, Console.isTerminal(), System::nanoTime));
    plateau().ifPresent(callbacks::add);
    stopping().ifPresent(callbacks::add);
    callbacks.addAll(savers(checkpoints));
    callbacks.add(new CsvLogger(run.resolve("history.csv")));
    if (tensorBoard) {
      callbacks.add(
          new TensorBoard(
              run.resolve("tensorboard"), histograms ? 1 : 0, host(), InstantSource.system()));
    }
    if (maxMinutes != null) {
      callbacks.add(new TimeLimit(duration("maxMinutes", maxMinutes), System::nanoTime));
    }
    callbacks.add(
        new SaveCheckpoints(
            checkpoints,
            duration("checkpointMinutes", checkpointMinutes).toNanos(),
            System::nanoTime,
            interrupted));
    return callbacks;
  }

  /** Whether a training ends with other weights than those of its last epoch. */
  boolean restoresBestWeights() {
    return restoreBestWeights;
  }

  /** What the callbacks leave behind on request, for people to look for. */
  List<Path> files(Path run) {
    List<Path> files = new ArrayList<>();
    if (tensorBoard) {
      files.add(run.resolve("tensorboard"));
    }
    if (saveBest || saveEvery != null) {
      files.add(run.resolve("checkpoints"));
    }
    return files;
  }

  private Optional<Callback> plateau() {
    if (reduceLrOnPlateau == null) {
      return Optional.empty();
    }
    ReduceLROnPlateau.Builder plateau =
        ReduceLROnPlateau.builder().monitor(Monitor.of(watched())).patience(reduceLrOnPlateau);
    if (reduceLrFactor != null) {
      plateau.factor(reduceLrFactor);
    }
    return Optional.of(
        OptionRules.named(
            "reduceLrFactor",
            "factor",
            () -> OptionRules.named("reduceLrOnPlateau", "patience", plateau::build)));
  }

  private Optional<Callback> stopping() {
    if (earlyStopping == null) {
      return Optional.empty();
    }
    EarlyStopping.Builder stopping =
        EarlyStopping.builder()
            .monitor(Monitor.of(watched()))
            .patience(earlyStopping)
            .minDelta(minDelta)
            .restoreBestWeights(restoreBestWeights);
    return Optional.of(OptionRules.named("earlyStopping", "patience", stopping::build));
  }

  private List<Callback> savers(CheckpointStore checkpoints) {
    List<Callback> savers = new ArrayList<>();
    if (saveBest) {
      savers.add(
          ModelCheckpoint.ofBest(
              Monitor.of(watched()), (epoch, training) -> checkpoints.keep("best", training)));
    }
    if (saveEvery != null) {
      int epochs = saveEvery;
      savers.add(
          OptionRules.named(
              "saveEvery",
              "epochs",
              () ->
                  ModelCheckpoint.every(
                      epochs,
                      (epoch, training) ->
                          checkpoints.keep(
                              String.format(Locale.ROOT, "epoch-%04d", epoch.epoch() + 1),
                              training))));
    }
    return savers;
  }

  /** The computer's name, as far as it is known without asking a network. */
  private static String host() {
    String host = System.getenv("HOSTNAME");
    return host == null || host.isBlank() ? "localhost" : host;
  }

  /**
   * Finds out before the first step what a callback would find out after the first epoch.
   *
   * @param measures the keys that an epoch will have
   */
  private void requireEffects(List<String> measures, Compilation compilation) {
    boolean watching = earlyStopping != null || reduceLrOnPlateau != null || saveBest;
    OptionRules.requireEffect(
        watching || monitor == null,
        "monitor",
        "early-stopping, --reduce-lr-on-plateau and --save-best");
    if (watching && !measures.contains(watched())) {
      throw new IllegalArgumentException(
          "monitor must be a measure of this run, of which there are %s, got %s%s"
              .formatted(
                  measures,
                  watched(),
                  watched().startsWith("val_")
                          && measures.stream().noneMatch(key -> key.startsWith("val_"))
                      ? "; it needs a --validation-split"
                      : ""));
    }
    if (reduceLrOnPlateau != null
        && !(compilation.optimizer().learningRate() instanceof LearningRate.Constant)) {
      throw new IllegalArgumentException(
          "reduceLrOnPlateau needs a constant learning rate, but --schedule sets it in each step:"
              + " take one of the two");
    }
    OptionRules.requireEffect(
        earlyStopping != null || !restoreBestWeights, "restoreBestWeights", "early-stopping");
    OptionRules.requireEffect(earlyStopping != null || minDelta == 0, "minDelta", "early-stopping");
    OptionRules.requireEffect(
        reduceLrOnPlateau != null || reduceLrFactor == null,
        "reduceLrFactor",
        "reduce-lr-on-plateau");
    OptionRules.requireEffect(tensorBoard || !histograms, "histograms", "tensorboard");
  }

  private String watched() {
    return monitor == null ? "val_loss" : monitor;
  }

  /** The keys of an epoch's measures. */
  private static List<String> measures(Compilation compilation, Split split) {
    List<String> measures = new ArrayList<>(compilation.measureNames());
    if (split.validation().count() > 0) {
      compilation.measureNames().forEach(name -> measures.add("val_" + name));
    }
    return measures;
  }

  private static Duration duration(String option, double minutes) {
    if (!(minutes > 0 && minutes <= Duration.ofDays(365).toMinutes())) {
      throw new IllegalArgumentException(
          "%s must be in (0, 525600], got %s".formatted(option, minutes));
    }
    return Duration.ofNanos(Math.round(minutes * 60e9));
  }
}
