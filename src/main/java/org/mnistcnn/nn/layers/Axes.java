package org.mnistcnn.nn.layers;

import java.util.HashSet;
import java.util.List;
import org.mnistcnn.common.SettingException;

/**
 * Axes of a batch, of which axis 0 is the batch itself.
 *
 * @param numbers each at least 1, none twice
 */
public record Axes(List<Integer> numbers) {

  /** No axis: Keras's {@code None}. */
  public static final Axes NONE = new Axes(List.of());

  public Axes {
    numbers = List.copyOf(numbers);
    if (numbers.stream().anyMatch(axis -> axis < 1)
        || new HashSet<>(numbers).size() < numbers.size()) {
      throw new SettingException(
          "axes", "must be different ones, at least 1, got %s".formatted(numbers));
    }
  }
}
