package org.mnistcnn.search;

import java.util.Map;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.train.callbacks.Monitor;

/**
 * What a search looks for: the measure whose best value wins.
 *
 * @param monitor the measure, and which way is better
 */
public record Objective(Monitor monitor) {

  /**
   * The objective of a key.
   *
   * @throws IllegalArgumentException if the key is not one of validation, or does not say which way
   *     is better
   */
  public static Objective of(String key) {
    if (!key.startsWith("val_")) {
      throw new SettingException(
          "objective",
          "must be a measure of validation, such as val_accuracy or val_loss, got " + key);
    }
    try {
      return new Objective(Monitor.of(key));
    } catch (IllegalArgumentException e) {
      throw new SettingException("objective", "must be val_loss, or end with accuracy, got " + key);
    }
  }

  /** The measure's key. */
  public String key() {
    return monitor.key();
  }

  /** Whether more is better. */
  public boolean isMaximized() {
    return monitor.mode() == Monitor.Mode.MAX;
  }

  /** The measure's value; NaN if it is not among them. */
  public double value(Map<String, Double> measures) {
    return measures.getOrDefault(key(), Double.NaN);
  }

  /** The value, negated where less is better. */
  double score(Map<String, Double> measures) {
    return isMaximized() ? value(measures) : -value(measures);
  }
}
