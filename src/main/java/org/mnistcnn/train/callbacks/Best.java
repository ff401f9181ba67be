package org.mnistcnn.train.callbacks;

import java.util.Map;
import java.util.OptionalDouble;
import org.mnistcnn.train.CallbackState;

/**
 * The best value so far of what a callback watches.
 *
 * @param value empty before the first
 * @param epoch the epoch it is of, counted from 0; 0 before the first
 */
record Best(OptionalDouble value, int epoch) {

  private static final String VALUE = "best";
  private static final String EPOCH = "best_epoch";

  static final Best NONE = new Best(OptionalDouble.empty(), 0);

  Best(double value, int epoch) {
    this(OptionalDouble.of(value), epoch);
  }

  static Best restore(CallbackState state) {
    String value = state.values().get(VALUE);
    return value == null
        ? NONE
        : new Best(
            Double.parseDouble(value), Integer.parseInt(state.values().getOrDefault(EPOCH, "0")));
  }

  void store(Map<String, String> values) {
    if (value.isPresent()) {
      values.put(VALUE, Double.toString(value.getAsDouble()));
      values.put(EPOCH, Integer.toString(epoch));
    }
  }
}
