package org.mnistcnn.train.callbacks;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.WithBuilder;
import org.mnistcnn.train.Callback;
import org.mnistcnn.train.CallbackState;
import org.mnistcnn.train.History;
import org.mnistcnn.train.RunView;

/**
 * Stops the run when a measure has stopped improving, and on request gives the model the weights of
 * the best epoch when training ends, no matter what ended it: Keras's {@code EarlyStopping}.
 *
 * <p>Unlike Keras, which warns, an unknown measure is an error.
 */
public final class EarlyStopping implements Callback {

  /**
   * When to stop.
   *
   * @param monitor what is watched
   * @param minDelta an improvement by no more than this is none; the sign does not matter
   * @param patience the run stops in the epoch that is this many past the last improvement, though
   *     never in the first
   * @param baseline what must also be beaten for an improvement to be worth waiting for another
   * @param restoreBestWeights whether training ends with the weights of the best epoch, be it
   *     better than the baseline or not
   * @param startFromEpoch the first epoch that is looked at, counted from 0
   */
  @WithBuilder
  public record Settings(
      Monitor monitor,
      double minDelta,
      int patience,
      OptionalDouble baseline,
      boolean restoreBestWeights,
      int startFromEpoch)
      implements EarlyStoppingSettingsBuilder.With {

    /** Keras's defaults: {@code val_loss} without patience. */
    public Settings() {
      this(Monitor.VAL_LOSS, 0, 0, OptionalDouble.empty(), false, 0);
    }

    /** Keras's defaults, to be changed. */
    public static EarlyStoppingSettingsBuilder builder() {
      return new Settings().with();
    }

    public Settings {
      minDelta = Math.abs(Check.finite("minDelta", minDelta));
      Check.notNegative("patience", patience);
      baseline.ifPresent(value -> Check.finite("baseline", value));
      Check.notNegative("startFromEpoch", startFromEpoch);
    }
  }

  private static final String WAIT = "wait";
  private static final String STOPPED_EPOCH = "stopped_epoch";

  private final Settings settings;
  private Best best = Best.NONE;
  private Optional<Map<String, float[]>> bestWeights = Optional.empty();
  private int wait;
  private OptionalInt stoppedEpoch = OptionalInt.empty();

  public EarlyStopping(Settings settings) {
    this.settings = settings;
  }

  public Settings settings() {
    return settings;
  }

  /** The epoch with the best value so far, counted from 0; empty before the first. */
  public OptionalInt bestEpoch() {
    return best.value().isPresent() ? OptionalInt.of(best.epoch()) : OptionalInt.empty();
  }

  /** The epoch, counted from 0, in which this callback stopped the run; empty if it did not. */
  public OptionalInt stoppedEpoch() {
    return stoppedEpoch;
  }

  @Override
  public void onEpochEnd(History.Epoch epoch, RunView run) {
    double current = settings.monitor().value(epoch.logs());
    if (epoch.epoch() < settings.startFromEpoch()) {
      return;
    }
    wait++;
    if (improves(current, best.value())) {
      best = new Best(current, epoch.epoch());
      if (settings.restoreBestWeights()) {
        bestWeights = Optional.of(run.learner().weights());
      }
      if (improves(current, settings.baseline())) {
        wait = 0;
      }
    } else if (wait >= settings.patience() && epoch.epoch() > 0) {
      stoppedEpoch = OptionalInt.of(epoch.epoch());
      run.stop(reason());
    }
  }

  private String reason() {
    double value = best.value().orElseThrow();
    return String.format(
        Locale.ROOT,
        "%s has not %s for %s; its best was %.4g, in epoch %d",
        settings.monitor().key(),
        improves(value, settings.baseline())
            ? "improved"
            : "been better than the baseline " + settings.baseline().orElseThrow(),
        wait == 1 ? "an epoch" : wait + " epochs",
        value,
        best.epoch() + 1);
  }

  private boolean improves(double value, OptionalDouble reference) {
    return settings.monitor().improves(value, reference, settings.minDelta());
  }

  @Override
  public void onTrainEnd(RunView run) {
    bestWeights.ifPresent(run.learner()::setWeights);
  }

  @Override
  public Optional<CallbackState> state() {
    Map<String, String> values = new HashMap<>();
    best.store(values);
    values.put(WAIT, Integer.toString(wait));
    stoppedEpoch.ifPresent(epoch -> values.put(STOPPED_EPOCH, Integer.toString(epoch)));
    return Optional.of(new CallbackState(Map.copyOf(values), bestWeights.orElse(Map.of())));
  }

  @Override
  public void restore(CallbackState state) {
    best = Best.restore(state);
    bestWeights =
        Optional.of(state.arrays())
            .filter(weights -> settings.restoreBestWeights() && !weights.isEmpty());
    wait = Integer.parseInt(state.values().getOrDefault(WAIT, "0"));
    String stopped = state.values().get(STOPPED_EPOCH);
    stoppedEpoch =
        stopped == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(stopped));
  }
}
