package org.mnistcnn.formats.keras;

import io.jhdf.api.WritableGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.Names;
import org.mnistcnn.engine.ModelState;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.LearningRate;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.nn.compile.Slot;
import org.tensorflow.ndarray.Shape;

/**
 * What Keras keeps of an optimizer in HDF5, at {@code optimizer/vars}: the number of steps, the
 * learning rate unless it follows a schedule, moving averages of the weights if there are any, and
 * the slots in an order of each optimizer's own.
 */
final class OptimizerVariables {

  private static final String PATH = "optimizer";

  /**
   * One variable of the file.
   *
   * @param names the slots it is the value of, by the names of {@link ModelState}: one, or one for
   *     each weight where Keras has one for all
   */
  private record Entry(List<String> names, Shape shape) {}

  private OptimizerVariables() {}

  /** The variables behind the steps and the learning rate, in Keras's order. */
  private static List<Entry> entries(Model model, Compilation compilation) {
    List<Entry> entries = new ArrayList<>();
    List<Weight> trained = WeightsFormat.trained(model);
    if (compilation.emaMomentum().isPresent()) {
      for (Weight weight : trained) {
        entries.add(new Entry(List.of(ModelState.averageName(weight)), weight.shape()));
      }
    }
    List<Slot> slots = compilation.optimizer().slots();
    List<Slot> own = slots.stream().filter(slot -> !slot.scalar()).toList();
    if (compilation.optimizer() instanceof Optimizer.RMSprop) {
      own.forEach(slot -> trained.forEach(weight -> entries.add(entry(weight, slot))));
    } else {
      trained.forEach(weight -> own.forEach(slot -> entries.add(entry(weight, slot))));
    }
    for (Slot slot : slots) {
      if (slot.scalar() && !trained.isEmpty()) {
        entries.add(
            new Entry(
                trained.stream().map(weight -> ModelState.slotName(weight, slot)).toList(),
                Shape.scalar()));
      }
    }
    return entries;
  }

  private static Entry entry(Weight weight, Slot slot) {
    return new Entry(List.of(ModelState.slotName(weight, slot)), slot.shape(weight.shape()));
  }

  /**
   * Reads the state of training.
   *
   * @param weights the values of all weights by name
   * @throws InvalidDataException if it is not that of this optimizer with this model
   */
  static ModelState read(
      String file,
      Hdf5Reader hdf5,
      Model model,
      Compilation compilation,
      Map<String, float[]> weights)
      throws InvalidDataException {
    List<Entry> entries = entries(model, compilation);
    List<Hdf5Reader.Variable> variables = hdf5.variables(PATH);
    LearningRate rate = compilation.optimizer().learningRate();
    int head = rate instanceof LearningRate.Constant ? 2 : 1;
    int count = head + entries.size();
    if (variables.isEmpty()) {
      return new ModelState(0, rate.at(0), weights, Map.of());
    }
    if (variables.size() != count && variables.size() != head) {
      throw new InvalidDataException(
          "%s: the state of the optimizer must have %d variables, got %d: it is not that of %s with the"
                  .formatted(file, count, variables.size(), compilation.optimizer())
              + " weights that are trained here");
    }
    long steps = variables.get(0).integer();
    if (steps < 0) {
      throw new InvalidDataException(
          "%s: the number of steps must not be negative, got %d".formatted(file, steps));
    }
    double learningRate = rate.at(steps);
    if (head == 2) {
      float kept = variables.get(1).floats(Shape.scalar())[0];
      // Keras keeps it in float32: where that is all that differs, the number in the JSON is exact.
      learningRate = kept == (float) learningRate ? learningRate : kept;
      requirePositive(file, learningRate);
    }
    Map<String, float[]> slots = new LinkedHashMap<>();
    if (variables.size() == count) {
      for (int i = 0; i < entries.size(); i++) {
        Entry entry = entries.get(i);
        float[] value = variables.get(head + i).floats(entry.shape());
        entry.names().forEach(name -> slots.put(name, value));
      }
    }
    return new ModelState(steps, learningRate, weights, slots);
  }

  private static void requirePositive(String file, double learningRate)
      throws InvalidDataException {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new InvalidDataException(
          "%s: the learning rate must be positive and finite, got %s"
              .formatted(file, learningRate));
    }
  }

  /**
   * Writes the state of training.
   *
   * @throws IllegalArgumentException if a slot is missing
   */
  static void write(Hdf5Writer hdf5, Model model, Compilation compilation, ModelState state) {
    List<Entry> entries = entries(model, compilation);
    Optimizer optimizer = compilation.optimizer();
    WritableGroup vars =
        hdf5.variables(PATH, Names.snakeCase(optimizer.getClass().getSimpleName()));
    hdf5.add(vars, state.steps());
    LearningRate rate = optimizer.learningRate();
    if (rate instanceof LearningRate.Constant || !LearningRateFormat.isKeras(rate)) {
      hdf5.add(vars, Shape.scalar(), new float[] {(float) state.learningRate()});
    }
    for (Entry entry : entries) {
      float[] value = WeightsFormat.value(state.slots(), entry.names().get(0));
      for (String name : entry.names()) {
        if (!Arrays.equals(value, WeightsFormat.value(state.slots(), name))) {
          throw new IllegalArgumentException(
              "%s and %s must be equal: Keras keeps one for all weights"
                  .formatted(entry.names().get(0), name));
        }
      }
      hdf5.add(vars, entry.shape(), value);
    }
  }
}
