package org.mnistcnn.train.callbacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.mnistcnn.common.Check;
import org.mnistcnn.train.Callback;
import org.mnistcnn.train.CallbackState;
import org.mnistcnn.train.History;
import org.mnistcnn.train.RunView;

/**
 * Decides after which epochs the model is saved: after each that is the best so far, or after every
 * so many. How it is saved is the caller's: Keras's {@code ModelCheckpoint} without the file.
 *
 * <p>Unlike Keras, which then saves every epoch, an unknown measure is an error; and a frequency
 * counts epochs, not batches, whose measures would be of a part of the epoch.
 */
public final class ModelCheckpoint implements Callback {

  @FunctionalInterface
  public interface Action {
    /**
     * Saves the model as it is after an epoch.
     *
     * @throws IOException if that fails, which ends the run
     */
    void save(History.Epoch epoch, RunView run) throws IOException;
  }

  private final Optional<Monitor> monitor;
  private final OptionalDouble initialValueThreshold;
  private final int everyEpochs;
  private final Action action;
  private Best best = Best.NONE;

  private ModelCheckpoint(
      Optional<Monitor> monitor,
      OptionalDouble initialValueThreshold,
      int everyEpochs,
      Action action) {
    this.monitor = monitor;
    this.initialValueThreshold = initialValueThreshold;
    this.everyEpochs = everyEpochs;
    this.action = action;
  }

  /** Saves after each epoch that is better than all before: {@code save_best_only=True}. */
  public static ModelCheckpoint ofBest(Monitor monitor, Action action) {
    return new ModelCheckpoint(Optional.of(monitor), OptionalDouble.empty(), 1, action);
  }

  /**
   * The same from a value on.
   *
   * @param initialValueThreshold what the first epoch that is saved must be better than
   */
  public static ModelCheckpoint ofBest(
      Monitor monitor, double initialValueThreshold, Action action) {
    return new ModelCheckpoint(
        Optional.of(monitor),
        OptionalDouble.of(Check.finite("initialValueThreshold", initialValueThreshold)),
        1,
        action);
  }

  /**
   * Saves after every {@code epochs} epochs: after the last of each such group.
   *
   * @throws IllegalArgumentException if that is not a positive number
   */
  public static ModelCheckpoint every(int epochs, Action action) {
    Check.positive("epochs", epochs);
    return new ModelCheckpoint(Optional.empty(), OptionalDouble.empty(), epochs, action);
  }

  /** The best epoch so far, counted from 0; empty if there is none, or if it does not matter. */
  public OptionalInt bestEpoch() {
    return best.value().isPresent() ? OptionalInt.of(best.epoch()) : OptionalInt.empty();
  }

  @Override
  public void onEpochEnd(History.Epoch epoch, RunView run) {
    boolean save =
        monitor.isPresent() ? isBest(monitor.get(), epoch) : (epoch.epoch() + 1) % everyEpochs == 0;
    if (save) {
      try {
        action.save(epoch, run);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private boolean isBest(Monitor watched, History.Epoch epoch) {
    double current = watched.value(epoch.logs());
    OptionalDouble reference = best.value().isPresent() ? best.value() : initialValueThreshold;
    boolean better = watched.improves(current, reference, 0);
    if (better) {
      best = new Best(current, epoch.epoch());
    }
    return better;
  }

  @Override
  public Optional<CallbackState> state() {
    Map<String, String> values = new HashMap<>();
    best.store(values);
    return Optional.of(new CallbackState(Map.copyOf(values), Map.of()));
  }

  @Override
  public void restore(CallbackState state) {
    best = Best.restore(state);
  }
}
