package org.mnistcnn.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mnistcnn.nn.Constraint;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Slot;
import org.mnistcnn.nn.compile.Update;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/** The ops by which a step changes the trained weights, and what the optimizer remembers. */
final class UpdateOps {

  private final Ops tf;
  private final List<Weight> trained;
  private final Compilation compilation;
  private final Variables variables;

  UpdateOps(Ops tf, Model model, Compilation compilation, Variables variables) {
    this.tf = tf;
    this.trained = model.weights().stream().filter(Weight::trainable).toList();
    this.compilation = compilation;
    this.variables = variables;
  }

  /**
   * Adds an update of each trained weight.
   *
   * @param gradients of each trained weight, in the model's order
   * @param number 0 in the first step
   */
  List<Op> build(
      List<Operand<TFloat32>> gradients, Operand<TFloat32> learningRate, Operand<TInt64> number) {
    if (trained.isEmpty()) {
      return List.of();
    }
    List<Operand<TFloat32>> clipped = compilation.clipping().clip(tf, gradients);
    Operand<TFloat32> step = tf.dtypes.cast(tf.math.add(number, tf.constant(1L)), TFloat32.class);
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < trained.size(); i++) {
      Weight weight = trained.get(i);
      Op update =
          compilation
              .optimizer()
              .apply(
                  tf,
                  new Update(
                      variables.handle(weight.name()),
                      slots(weight),
                      clipped.get(i),
                      learningRate,
                      step));
      updates.add(update);
      Op last = update;
      if (compilation.emaMomentum().isPresent()) {
        last = average(weight, update, compilation.emaMomentum().getAsDouble(), number);
        updates.add(last);
      }
      if (!(weight.constraint() instanceof Constraint.None)) {
        updates.add(constrain(weight, last));
      }
    }
    return updates;
  }

  /**
   * Brings a weight within its bounds.
   *
   * @param last what comes before: the weight's update, or its average, which is that of weights
   *     that are not constrained yet, as in Keras
   */
  private Op constrain(Weight weight, Op last) {
    Operand<TFloat32> updated = variables.read(tf.withControlDependencies(last), weight.name());
    return tf.assignVariableOp(
        variables.handle(weight.name()), weight.constraint().call(tf, updated));
  }

  private Map<String, Operand<? extends TType>> slots(Weight weight) {
    Map<String, Operand<? extends TType>> slots = new LinkedHashMap<>();
    for (Slot slot : compilation.optimizer().slots()) {
      Shape shape = slot.shape(weight.shape());
      slots.put(
          slot.name(),
          variables.add(
              ModelState.slotName(weight, slot),
              TFloat32.class,
              shape,
              tf.fill(tf.constant(shape), tf.constant(slot.initial()))));
    }
    return slots;
  }

  /**
   * {@code average = m average + (1 - m) weight}, after the weight's update; the first step sets it
   * to the weight, as Keras does.
   */
  private Op average(Weight weight, Op update, double momentum, Operand<TInt64> number) {
    Shape shape = weight.shape();
    VarHandleOp average =
        variables.add(
            ModelState.averageName(weight),
            TFloat32.class,
            shape,
            tf.fill(tf.constant(shape), tf.constant(0f)));
    Operand<TFloat32> decay =
        tf.math.mul(
            tf.dtypes.cast(tf.math.notEqual(number, tf.constant(0L)), TFloat32.class),
            tf.constant((float) momentum));
    Operand<TFloat32> updated = variables.read(tf.withControlDependencies(update), weight.name());
    return tf.assignVariableOp(
        average,
        tf.math.add(
            tf.math.mul(decay, tf.readVariableOp(average, TFloat32.class)),
            tf.math.mul(tf.math.sub(tf.constant(1f), decay), updated)));
  }
}
