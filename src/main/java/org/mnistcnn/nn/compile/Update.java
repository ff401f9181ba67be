package org.mnistcnn.nn.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * What an optimizer needs for the update of one weight.
 *
 * @param weight the resource handle of the weight
 * @param slots the resource handles of its slots by name
 * @param gradient shape of the weight
 * @param learningRate of this step, a scalar
 * @param step 1 in the first step, a scalar
 */
public record Update(
    Operand<? extends TType> weight,
    Map<String, Operand<? extends TType>> slots,
    Operand<TFloat32> gradient,
    Operand<TFloat32> learningRate,
    Operand<TFloat32> step) {

  Operand<? extends TType> slot(String name) {
    Operand<? extends TType> slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException("no slot " + name + " among " + slots.keySet());
    }
    return slot;
  }

  /** The value of a slot before the step. */
  Operand<TFloat32> value(Ops tf, String slot) {
    return tf.readVariableOp(slot(slot), TFloat32.class);
  }

  /**
   * Adds the op that ends the step.
   *
   * @param slotValues the new values of slots, each computed from what {@link #value} read, which
   *     orders the reading before the writing
   * @param change what the weight is made less by
   */
  Op write(Ops tf, Map<String, Operand<TFloat32>> slotValues, Operand<TFloat32> change) {
    List<Op> writes = new ArrayList<>();
    slotValues.forEach((name, value) -> writes.add(tf.assignVariableOp(slot(name), value)));
    writes.add(tf.assignSubVariableOp(weight, change));
    return tf.withControlDependencies(writes).noOp();
  }
}
