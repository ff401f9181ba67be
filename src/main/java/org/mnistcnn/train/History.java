package org.mnistcnn.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What training measured, epoch by epoch, under Keras's keys: {@code loss}, {@code accuracy},
 * {@code val_loss}, {@code val_accuracy}; and {@code learning_rate}, the learning rate with which
 * the next epoch starts.
 *
 * <p>Unlike Keras, where only a callback that changes the learning rate logs it, every epoch has
 * it.
 */
public final class History {

  /** The key of the learning rate, which every epoch has beside its measures. */
  public static final String LEARNING_RATE = "learning_rate";

  /**
   * One finished epoch.
   *
   * @param epoch counted from 0, as Keras does
   * @param logs the measures by key, in the order in which they are shown
   */
  public record Epoch(int epoch, Map<String, Double> logs) {
    public Epoch {
      logs = Collections.unmodifiableMap(new LinkedHashMap<>(logs));
    }
  }

  private final List<Epoch> epochs = new ArrayList<>();

  public void add(Epoch epoch) {
    epochs.add(epoch);
  }

  /** The finished epochs, oldest first: an unmodifiable view. */
  public List<Epoch> epochs() {
    return Collections.unmodifiableList(epochs);
  }

  /** The keys that an epoch has, in the order of their first appearance. */
  public Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    epochs.forEach(epoch -> keys.addAll(epoch.logs().keySet()));
    return keys;
  }

  /** The values of {@code key} of the epochs that have it, oldest first; empty if none has. */
  public List<Double> values(String key) {
    return epochs.stream().map(epoch -> epoch.logs().get(key)).filter(v -> v != null).toList();
  }

  /**
   * The epoch in which {@code key} was smallest, the first of equals; empty if no epoch has a
   * finite value of it.
   */
  public OptionalInt bestEpoch(String key) {
    return epochs.stream()
        .filter(epoch -> Double.isFinite(epoch.logs().getOrDefault(key, Double.NaN)))
        .min(Comparator.comparingDouble(epoch -> epoch.logs().getOrDefault(key, Double.NaN)))
        .map(epoch -> OptionalInt.of(epoch.epoch()))
        .orElse(OptionalInt.empty());
  }
}
