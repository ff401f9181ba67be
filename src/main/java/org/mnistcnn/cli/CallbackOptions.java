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
import org.mnistcnn.interop.TensorBoard;
import org.mnistcnn.train.Callback;
import org.mnistcnn.train.Checkpointing;
import org.mnistcnn.train.Checkpoints;
import org.mnistcnn.train.CsvLogger;
import org.mnistcnn.train.EarlyStopping;
import org.mnistcnn.train.ModelCheckpoint;
import org.mnistcnn.train.Monitor;
import org.mnistcnn.train.ReduceLROnPlateau;
import org.mnistcnn.train.TerminateOnNaN;
import org.mnistcnn.train.TimeLimit;
import org.mnistcnn.train.TrainingPlan;
import picocli.CommandLine.Option;

/** What watches a training, and when it ends early: Keras's callbacks. */
final class CallbackOptions {

  @Option(
      names = "--monitor",
      paramLabel = "KEY",
      defaultValue = "val_loss",
      description =
          "The measure that --early-stopping, --reduce-lr-on-plateau and --save-best watch (default:"
              + " ${DEFAULT-VALUE}).")
  private String monitor = "val_loss";

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
      TrainingPlan plan,
      Path run,
      Checkpoints checkpoints,
      PrintWriter out,
      BooleanSupplier interrupted) {
    requireEffects(plan);
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
        new Checkpointing(
            checkpoints,
            duration("checkpointMinutes", checkpointMinutes).toNanos(),
            System::nanoTime,
            interrupted));
    return callbacks;
  }

  private Optional<Callback> plateau() {
    if (reduceLrOnPlateau == null) {
      return Optional.empty();
    }
    ReduceLROnPlateau.Builder plateau =
        ReduceLROnPlateau.builder().monitor(Monitor.of(monitor)).patience(reduceLrOnPlateau);
    if (reduceLrFactor != null) {
      plateau.factor(reduceLrFactor);
    }
    return Optional.of(plateau.build());
  }

  private Optional<Callback> stopping() {
    return earlyStopping == null
        ? Optional.empty()
        : Optional.of(
            EarlyStopping.builder()
                .monitor(Monitor.of(monitor))
                .patience(earlyStopping)
                .minDelta(minDelta)
                .restoreBestWeights(restoreBestWeights)
                .build());
  }

  private List<Callback> savers(Checkpoints checkpoints) {
    List<Callback> savers = new ArrayList<>();
    if (saveBest) {
      savers.add(
          ModelCheckpoint.ofBest(
              Monitor.of(monitor), (epoch, training) -> checkpoints.keep("best", training)));
    }
    if (saveEvery != null) {
      savers.add(
          ModelCheckpoint.every(
              saveEvery,
              (epoch, training) ->
                  checkpoints.keep(
                      String.format(Locale.ROOT, "epoch-%04d", epoch.epoch() + 1), training)));
    }
    return savers;
  }

  /** The computer's name, as far as it is known without asking a network. */
  private static String host() {
    String host = System.getenv("HOSTNAME");
    return host == null || host.isBlank() ? "localhost" : host;
  }

  private void requireEffects(TrainingPlan plan) {
    boolean watching = earlyStopping != null || reduceLrOnPlateau != null || saveBest;
    if (watching && plan.validationSplit() == 0 && monitor.startsWith("val_")) {
      throw new IllegalArgumentException(
          "monitor must be a measure of this run, got %s without a validation split"
              .formatted(monitor));
    }
    require(earlyStopping != null || !restoreBestWeights, "restoreBestWeights", "early-stopping");
    require(earlyStopping != null || minDelta == 0, "minDelta", "early-stopping");
    require(
        reduceLrOnPlateau != null || reduceLrFactor == null,
        "reduceLrFactor",
        "reduce-lr-on-plateau");
    require(tensorBoard || !histograms, "histograms", "tensorboard");
  }

  private static void require(boolean effective, String option, String other) {
    if (!effective) {
      throw new IllegalArgumentException(
          "%s has no effect here: it belongs to --%s".formatted(option, other));
    }
  }

  private static Duration duration(String option, double minutes) {
    if (!(minutes > 0 && minutes <= Duration.ofDays(365).toMinutes())) {
      throw new IllegalArgumentException(
          "%s must be in (0, 525600], got %s".formatted(option, minutes));
    }
    return Duration.ofNanos(Math.round(minutes * 60e9));
  }
}
