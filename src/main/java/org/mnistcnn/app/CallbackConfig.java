package org.mnistcnn.app;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.common.WithBuilder;
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
import org.mnistcnn.train.callbacks.ReduceLROnPlateauSettingsBuilder;
import org.mnistcnn.train.callbacks.SaveCheckpoints;
import org.mnistcnn.train.callbacks.TerminateOnNaN;
import org.mnistcnn.train.callbacks.TimeLimit;

/**
 * What watches a training, and when it ends early: Keras's callbacks.
 *
 * @param monitor the measure that early stopping, plateaus and the best checkpoint watch; empty for
 *     {@code val_loss}
 * @param earlyStopping the epochs without an improvement after which to end; empty for never
 * @param minDelta the smallest change that early stopping takes for an improvement
 * @param restoreBestWeights whether early stopping ends with the weights of the best epoch
 * @param reduceLrOnPlateau the epochs without an improvement after which to lower the learning rate
 * @param reduceLrFactor by which factor; empty for 0.1
 * @param saveBest whether to keep a checkpoint of the best epoch
 * @param saveEvery every how many epochs to keep a checkpoint
 * @param checkpointMinutes the longest time without a checkpoint
 * @param maxMinutes after how much time to end
 * @param tensorboard whether to write event files for TensorBoard
 * @param histograms whether these have histograms of the weights
 */
@WithBuilder
public record CallbackConfig(
    Optional<String> monitor,
    Optional<Integer> earlyStopping,
    double minDelta,
    boolean restoreBestWeights,
    Optional<Integer> reduceLrOnPlateau,
    Optional<Double> reduceLrFactor,
    @Role(Role.Kind.SHARED) boolean saveBest,
    @Role(Role.Kind.SHARED) Optional<Integer> saveEvery,
    @Role(Role.Kind.LOCAL) double checkpointMinutes,
    @Role(Role.Kind.LOCAL) Optional<Double> maxMinutes,
    @Role(Role.Kind.SHARED) boolean tensorboard,
    @Role(Role.Kind.SHARED) boolean histograms)
    implements CallbackConfigBuilder.With {

  /** A checkpoint after each epoch, and after five minutes of a longer one. */
  public static final CallbackConfig DEFAULT =
      CallbackConfigBuilder.empty().checkpointMinutes(5).build();

  /**
   * The callbacks in the order in which they must be told: checkpoints last.
   *
   * @param run the directory of the run's files
   * @param progress what shows the training's course; it comes right after the check for NaN
   * @param interrupted whether the process was asked to end
   * @throws SettingException if a setting is out of range or has no effect
   */
  List<Callback> callbacks(
      Compilation compilation,
      Split split,
      Path run,
      CheckpointStore checkpoints,
      Optional<Callback> progress,
      BooleanSupplier interrupted) {
    requireEffects(measures(compilation, split), compilation);
    List<Callback> callbacks = new ArrayList<>();
    callbacks.add(new TerminateOnNaN());
    progress.ifPresent(callbacks::add);
    plateau().ifPresent(callbacks::add);
    stopping().ifPresent(callbacks::add);
    callbacks.addAll(savers(checkpoints));
    callbacks.add(new CsvLogger(run.resolve("history.csv")));
    if (tensorboard) {
      callbacks.add(
          new TensorBoard(
              run.resolve("tensorboard"), histograms ? 1 : 0, host(), InstantSource.system()));
    }
    if (maxMinutes.isPresent()) {
      callbacks.add(new TimeLimit(duration("maxMinutes", maxMinutes.get()), System::nanoTime));
    }
    callbacks.add(
        new SaveCheckpoints(
            checkpoints,
            duration("checkpointMinutes", checkpointMinutes).toNanos(),
            System::nanoTime,
            interrupted));
    return callbacks;
  }

  /** What the callbacks leave behind on request, for people to look for. */
  List<Path> files(Path run) {
    List<Path> files = new ArrayList<>();
    if (tensorboard) {
      files.add(run.resolve("tensorboard"));
    }
    if (saveBest || saveEvery.isPresent()) {
      files.add(run.resolve("checkpoints"));
    }
    return files;
  }

  private Optional<Callback> plateau() {
    return reduceLrOnPlateau.map(
        patience -> {
          ReduceLROnPlateauSettingsBuilder plateau =
              ReduceLROnPlateau.Settings.builder()
                  .monitor(Monitor.of(watched()))
                  .patience(patience);
          reduceLrFactor.ifPresent(plateau::factor);
          return new ReduceLROnPlateau(
              SettingException.renamed(
                  "factor",
                  "reduceLrFactor",
                  () -> SettingException.renamed("patience", "reduceLrOnPlateau", plateau::build)));
        });
  }

  private Optional<Callback> stopping() {
    return earlyStopping.map(
        patience ->
            new EarlyStopping(
                SettingException.renamed(
                    "patience",
                    "earlyStopping",
                    EarlyStopping.Settings.builder()
                            .monitor(Monitor.of(watched()))
                            .patience(patience)
                            .minDelta(minDelta)
                            .restoreBestWeights(restoreBestWeights)
                        ::build)));
  }

  private List<Callback> savers(CheckpointStore checkpoints) {
    List<Callback> savers = new ArrayList<>();
    if (saveBest) {
      savers.add(
          ModelCheckpoint.ofBest(
              Monitor.of(watched()), (epoch, training) -> checkpoints.keep("best", training)));
    }
    saveEvery.ifPresent(
        epochs ->
            savers.add(
                SettingException.renamed(
                    "epochs",
                    "saveEvery",
                    () ->
                        ModelCheckpoint.every(
                            epochs,
                            (epoch, training) ->
                                checkpoints.keep(
                                    String.format(Locale.ROOT, "epoch-%04d", epoch.epoch() + 1),
                                    training)))));
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
    boolean watching = earlyStopping.isPresent() || reduceLrOnPlateau.isPresent() || saveBest;
    if (!watching && monitor.isPresent()) {
      throw SettingException.of(
          "{monitor} has no effect here: it belongs to {earlyStopping}, {reduceLrOnPlateau} and"
              + " {saveBest}");
    }
    if (watching && !measures.contains(watched())) {
      boolean unvalidated =
          watched().startsWith("val_")
              && measures.stream().noneMatch(key -> key.startsWith("val_"));
      throw SettingException.of(
          "{monitor} must be a measure of this run, of which there are %s, got %s"
              + (unvalidated ? "; it needs a {validationSplit}" : ""),
          measures,
          watched());
    }
    if (reduceLrOnPlateau.isPresent()
        && !(compilation.optimizer().learningRate() instanceof LearningRate.Constant)) {
      throw SettingException.of(
          "{reduceLrOnPlateau} needs a constant learning rate, but {schedule} sets it in each step:"
              + " take one of the two");
    }
    Check.effect(
        earlyStopping.isPresent() || !restoreBestWeights,
        "restoreBestWeights",
        "earlyStopping",
        "");
    Check.effect(earlyStopping.isPresent() || minDelta == 0, "minDelta", "earlyStopping", "");
    Check.effect(
        reduceLrOnPlateau.isPresent() || reduceLrFactor.isEmpty(),
        "reduceLrFactor",
        "reduceLrOnPlateau",
        "");
    Check.effect(tensorboard || !histograms, "histograms", "tensorboard", "");
  }

  private String watched() {
    return monitor.orElse("val_loss");
  }

  private static List<String> measures(Compilation compilation, Split split) {
    List<String> measures = new ArrayList<>(compilation.measureNames());
    if (split.validation().count() > 0) {
      compilation.measureNames().forEach(name -> measures.add("val_" + name));
    }
    return measures;
  }

  private static Duration duration(String setting, double minutes) {
    if (!(minutes > 0 && minutes <= Duration.ofDays(365).toMinutes())) {
      throw new SettingException(setting, "must be in (0, 525600], got " + minutes);
    }
    return Duration.ofNanos(Math.round(minutes * 60e9));
  }
}
