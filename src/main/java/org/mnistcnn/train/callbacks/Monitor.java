package org.mnistcnn.train.callbacks;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.mnistcnn.common.SettingException;

/**
 * A measure that a callback watches, and which way it gets better.
 *
 * @param key its key in an epoch's logs, such as {@code val_loss}
 * @param mode {@link Mode#MIN} or {@link Mode#MAX}: {@link Mode#AUTO} is settled when the record is
 *     made
 */
public record Monitor(String key, Mode mode) {

  /** Which way is better. */
  public enum Mode {
    /** What the key says: less of a {@code loss}, more of an {@code accuracy}. */
    AUTO,
    MIN,
    MAX
  }

  /** What Keras's callbacks watch unless told otherwise. */
  public static final Monitor VAL_LOSS = new Monitor("val_loss", Mode.MIN);

  /**
   * @throws IllegalArgumentException if the mode is AUTO and the key says nothing
   */
  public Monitor {
    if (mode == Mode.AUTO) {
      mode = modeOf(key);
    }
  }

  /** Watches {@code key} in mode AUTO. */
  public static Monitor of(String key) {
    return new Monitor(key, Mode.AUTO);
  }

  /** Keras asks the metric for its direction; it has one for the names that end so. */
  private static Mode modeOf(String key) {
    if (key.equals("loss") || key.equals("val_loss")) {
      return Mode.MIN;
    }
    if (key.endsWith("accuracy") || key.equals("acc") || key.equals("val_acc")) {
      return Mode.MAX;
    }
    throw new SettingException(
        "mode",
        "must be min or max where the key does not say which way is better, got auto for " + key);
  }

  /**
   * The watched measure.
   *
   * <p>Unlike Keras, which warns and continues, a missing key is an error: a callback that never
   * acts would be found out too late.
   *
   * @throws IllegalArgumentException if the key is not among the measures
   */
  double value(Map<String, Double> logs) {
    Double value = logs.get(key);
    if (value == null) {
      throw new SettingException(
          "monitor",
          "must be one of %s, got %s%s".formatted(logs.keySet(), key, hint(logs.keySet())));
    }
    return value;
  }

  private String hint(Set<String> keys) {
    return key.startsWith("val_") && keys.stream().noneMatch(known -> known.startsWith("val_"))
        ? "; keys with val_ need validation images"
        : "";
  }

  /**
   * Whether {@code value} is better than {@code reference} by more than {@code minDelta}; anything
   * is better than nothing. As in Keras, the numbers are compared as float32, and nothing is better
   * than NaN.
   */
  boolean improves(double value, OptionalDouble reference, double minDelta) {
    if (reference.isEmpty()) {
      return true;
    }
    float best = (float) reference.getAsDouble();
    return mode == Mode.MAX ? (float) (value - minDelta) > best : (float) (value + minDelta) < best;
  }
}
