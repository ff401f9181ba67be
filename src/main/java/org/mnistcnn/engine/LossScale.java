package org.mnistcnn.engine;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * What keeps small gradients from vanishing in float16: the loss is multiplied by a scale before
 * gradients are taken, and they are divided by it. A step with a gradient that is infinite or not a
 * number changes no weight and halves the scale; enough steps in a row without double it. Keras's
 * {@code LossScaleOptimizer} with its defaults (Micikevicius et al. 2018, "Mixed precision
 * training", section 3.2).
 *
 * <p>Unlike Keras, whose schedules count updates, a learning rate schedule counts a step that was
 * left out as well.
 */
final class LossScale {

  static final String SCALE = "loss_scale/dynamic_scale";
  static final String GOOD_STEPS = "loss_scale/step_counter";

  /** The number of updates so far; a float, exact up to 2^24. */
  static final String UPDATES = "loss_scale/updates";

  /** Keras's {@code initial_scale}. */
  private static final float INITIAL = 1 << 15;

  static final int GROWTH_STEPS = 2000;

  private final Ops tf;
  private final Variables variables;
  private final int growthSteps;
  private final Operand<TFloat32> scale;
  private final Operand<TFloat32> updates;

  LossScale(Ops tf, Variables variables, int growthSteps) {
    this.tf = tf;
    this.variables = variables;
    this.growthSteps = growthSteps;
    add(SCALE, INITIAL);
    add(GOOD_STEPS, 0);
    add(UPDATES, 0);
    this.scale = variables.read(tf, SCALE);
    this.updates = variables.read(tf, UPDATES);
  }

  private void add(String name, float initial) {
    variables.add(name, TFloat32.class, Shape.scalar(), tf.constant(initial));
  }

  /** What the loss is to be multiplied by in this step, a scalar. */
  Operand<TFloat32> scale() {
    return scale;
  }

  /** The number of the update that the step makes: 0 in the first, a scalar. */
  Operand<TInt64> number() {
    return tf.dtypes.cast(updates, TInt64.class);
  }

  /**
   * What is left of a step.
   *
   * @param gradients divided by the scale; ops that take one of them run only if all are finite
   * @param updates what changes the scale for the next step
   */
  record Gated(List<Operand<TFloat32>> gradients, List<Op> updates) {}

  /** Adds the ops that decide about gradients of the scaled loss. */
  Gated gate(List<Operand<TFloat32>> scaled) {
    Operand<TBool> finite = tf.constant(true);
    for (Operand<TFloat32> gradient : scaled) {
      Operand<TFloat32> flat = tf.reshape(gradient, tf.constant(new int[] {-1}));
      finite = tf.math.logicalAnd(finite, tf.reduceAll(tf.math.isFinite(flat), tf.constant(0)));
    }
    List<Operand<TFloat32>> gated = new ArrayList<>();
    for (Operand<TFloat32> gradient : scaled) {
      gated.add(tf.switchCond(tf.math.div(gradient, scale), finite).outputTrue());
    }
    return new Gated(gated, updates(finite));
  }

  private List<Op> updates(Operand<TBool> finite) {
    Operand<TFloat32> zero = tf.constant(0f);
    Operand<TFloat32> one = tf.constant(1f);
    Operand<TFloat32> good = variables.read(tf, GOOD_STEPS);
    Operand<TBool> grown = tf.math.equal(good, tf.constant((float) growthSteps - 1));
    Operand<TFloat32> factor =
        tf.select(finite, tf.select(grown, tf.constant(2f), one), tf.constant(0.5f));
    Operand<TFloat32> next = tf.select(grown, zero, tf.math.add(good, one));
    return List.of(
        tf.assignVariableOp(variables.handle(SCALE), tf.math.mul(scale, factor)),
        tf.assignVariableOp(variables.handle(GOOD_STEPS), tf.select(finite, next, zero)),
        tf.assignVariableOp(
            variables.handle(UPDATES), tf.math.add(updates, tf.select(finite, one, zero))));
  }
}
