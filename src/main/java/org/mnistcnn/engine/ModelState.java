package org.mnistcnn.engine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Slot;
import org.mnistcnn.train.CallbackState;
import org.tensorflow.ndarray.Shape;

/**
 * What training has come to, in parts: for files of other programs, which keep them in their own
 * ways. A {@link CallbackState} holds the same and the measures of an epoch under way.
 *
 * @param steps number of steps done
 * @param learningRate of the next step
 * @param weights the value of every weight by name, row-major
 * @param slots what the optimizer remembers, by {@link #slotName} and {@link #averageName},
 *     row-major; empty for an optimizer that has not begun
 */
public record ModelState(
    long steps, double learningRate, Map<String, float[]> weights, Map<String, float[]> slots) {

  /** The name of what an optimizer remembers for a weight, such as conv2d/kernel/momentum. */
  public static String slotName(Weight weight, Slot slot) {
    return weight.name() + "/" + slot.name();
  }

  public static String averageName(Weight weight) {
    return weight.name() + "/average";
  }

  /** The parts of a {@link GraphModel}'s state. */
  public static ModelState of(Model model, CallbackState state) {
    List<String> names = model.weights().stream().map(Weight::name).toList();
    Map<String, float[]> weights = new LinkedHashMap<>();
    Map<String, float[]> slots = new LinkedHashMap<>();
    state
        .arrays()
        .forEach((name, value) -> (names.contains(name) ? weights : slots).put(name, value));
    return new ModelState(
        Long.parseLong(state.values().getOrDefault(GraphModel.STEPS, "")),
        Double.parseDouble(state.values().getOrDefault(GraphModel.LEARNING_RATE, "")),
        weights,
        slots);
  }

  /**
   * The state to restore a {@link GraphModel} of the same model and compilation from, at the
   * beginning of an epoch. Slots of weights that are not trained are left out.
   *
   * @throws IllegalArgumentException if a weight is missing, or one slot while there are others
   */
  public CallbackState state(Model model, Compilation compilation) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    for (Weight weight : model.weights()) {
      arrays.put(weight.name(), value(weights, weight.name()));
      if (weight.trainable()) {
        for (Slot slot : compilation.optimizer().slots()) {
          String name = slotName(weight, slot);
          arrays.put(name, slot(name, slot.shape(weight.shape()), slot.initial()));
        }
        if (compilation.emaMomentum().isPresent()) {
          arrays.put(averageName(weight), slot(averageName(weight), weight.shape(), 0));
        }
      }
    }
    Map<String, String> values =
        Map.of(
            GraphModel.STEPS,
            Long.toString(steps),
            GraphModel.LEARNING_RATE,
            Double.toString(learningRate),
            GraphModel.SUMS,
            Arrays.toString(new double[MeasureOps.length(compilation)]));
    return new CallbackState(values, arrays);
  }

  private float[] slot(String name, Shape shape, float initial) {
    if (!slots.isEmpty()) {
      return value(slots, name);
    }
    float[] first = new float[Math.toIntExact(shape.size())];
    Arrays.fill(first, initial);
    return first;
  }

  private static float[] value(Map<String, float[]> values, String name) {
    float[] value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "%s is missing; there are %s".formatted(name, values.keySet()));
    }
    return value;
  }
}
