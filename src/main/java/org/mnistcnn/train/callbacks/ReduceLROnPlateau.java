package org.mnistcnn.train.callbacks;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.common.WithBuilder;
import org.mnistcnn.train.Callback;
import org.mnistcnn.train.CallbackState;
import org.mnistcnn.train.History;
import org.mnistcnn.train.Learner;
import org.mnistcnn.train.RunView;

/**
 * Makes the learning rate smaller when a measure has stopped improving: Keras's {@code
 * ReduceLROnPlateau}. The rate is rounded to float32 at each reduction, as Keras keeps it.
 *
 * <p>Unlike Keras, which warns, an unknown measure is an error; a learning rate that follows a
 * schedule is one after the first step, not at the first reduction; and the rate is not added to
 * the epoch's logs.
 */
public final class ReduceLROnPlateau implements Callback {

  /**
   * When to reduce and by how much.
   *
   * @param monitor what is watched
   * @param factor what the rate is multiplied by, in (0, 1)
   * @param patience epochs without improvement before a reduction
   * @param minDelta an improvement by no more than this is none; the sign does not matter
   * @param cooldown epochs after a reduction in which epochs without improvement do not count
   * @param minLr the rate is never made smaller than this
   */
  @WithBuilder
  public record Settings(
      Monitor monitor, double factor, int patience, double minDelta, int cooldown, double minLr)
      implements ReduceLROnPlateauSettingsBuilder.With {

    /** Keras's defaults: a tenth after 10 epochs of {@code val_loss}. */
    public Settings() {
      this(Monitor.VAL_LOSS, 0.1, 10, 1e-4, 0, 0);
    }

    /** Keras's defaults, to be changed. */
    public static ReduceLROnPlateauSettingsBuilder builder() {
      return new Settings().with();
    }

    public Settings {
      if (!(factor > 0 && factor < 1)) {
        throw new SettingException("factor", "must be in (0, 1), got " + factor);
      }
      Check.notNegative("patience", patience);
      minDelta = Math.abs(Check.finite("minDelta", minDelta));
      Check.notNegative("cooldown", cooldown);
      if (!(minLr >= 0 && minLr < Double.POSITIVE_INFINITY)) {
        throw new SettingException("minLr", "must be at least 0 and finite, got " + minLr);
      }
    }
  }

  private static final String WAIT = "wait";
  private static final String COOLDOWN = "cooldown_counter";

  private final Settings settings;
  private Best best = Best.NONE;
  private int wait;
  private int cooldownCounter;
  private boolean rateCanBeSet;

  public ReduceLROnPlateau(Settings settings) {
    this.settings = settings;
  }

  public Settings settings() {
    return settings;
  }

  /** Fails now, not epochs later, if the rate follows a schedule. */
  @Override
  public void onTrainBatchEnd(int samples, Supplier<Map<String, Double>> measures, RunView run) {
    if (!rateCanBeSet) {
      run.learner().setLearningRate(run.learner().learningRate());
      rateCanBeSet = true;
    }
  }

  @Override
  public void onEpochEnd(History.Epoch epoch, RunView run) {
    double current = settings.monitor().value(epoch.logs());
    if (cooldownCounter > 0) {
      cooldownCounter--;
      wait = 0;
    }
    if (settings.monitor().improves(current, best.value(), settings.minDelta())) {
      best = new Best(current, epoch.epoch());
      wait = 0;
    } else if (cooldownCounter == 0) {
      wait++;
      if (wait >= settings.patience() && reduce(run.learner())) {
        cooldownCounter = settings.cooldown();
        wait = 0;
      }
    }
  }

  /** Whether there was something left to reduce. */
  private boolean reduce(Learner learner) {
    float rate = (float) learner.learningRate();
    if (rate <= (float) settings.minLr()) {
      return false;
    }
    learner.setLearningRate((float) Math.max(rate * settings.factor(), settings.minLr()));
    return true;
  }

  @Override
  public Optional<CallbackState> state() {
    Map<String, String> values = new HashMap<>();
    best.store(values);
    values.put(WAIT, Integer.toString(wait));
    values.put(COOLDOWN, Integer.toString(cooldownCounter));
    return Optional.of(new CallbackState(Map.copyOf(values), Map.of()));
  }

  @Override
  public void restore(CallbackState state) {
    best = Best.restore(state);
    wait = Integer.parseInt(state.values().getOrDefault(WAIT, "0"));
    cooldownCounter = Integer.parseInt(state.values().getOrDefault(COOLDOWN, "0"));
    rateCanBeSet = false;
  }
}
