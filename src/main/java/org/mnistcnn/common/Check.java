package org.mnistcnn.common;

/** The checks that settings share. A message names the setting, the rule and the value. */
public final class Check {

  private Check() {}

  public static void positive(String setting, long value) {
    if (value < 1) {
      throw new SettingException(setting, "must be at least 1, got %d".formatted(value));
    }
  }

  public static void positive(String setting, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new SettingException(setting, "must be positive and finite, got %s".formatted(value));
    }
  }

  public static void notNegative(String setting, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new SettingException(
          setting, "must be finite and not negative, got %s".formatted(value));
    }
  }

  /** The value, if it is at least 0. */
  public static int notNegative(String setting, int value) {
    if (value < 0) {
      throw new SettingException(setting, "must be at least 0, got %d".formatted(value));
    }
    return value;
  }

  /** The value, if it is neither infinite nor NaN. */
  public static double finite(String setting, double value) {
    if (!Double.isFinite(value)) {
      throw new SettingException(setting, "must be finite, got %s".formatted(value));
    }
    return value;
  }

  /** A part of a whole, from none to all of it. */
  public static void share(String setting, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new SettingException(setting, "must be in [0, 1], got %s".formatted(value));
    }
  }

  /** A part of a whole but not all of it, such as the rate of a dropout. */
  public static void decay(String setting, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new SettingException(setting, "must be in [0, 1), got %s".formatted(value));
    }
  }

  /**
   * Refuses a setting that would do nothing, see {@link SettingException#withoutEffect}.
   *
   * @param values those of {@code owner} with which it has an effect; empty for any
   */
  public static void effect(boolean effective, String setting, String owner, String values) {
    if (!effective) {
      throw SettingException.withoutEffect(setting, owner, values);
    }
  }
}
