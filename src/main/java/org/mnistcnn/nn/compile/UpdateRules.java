package org.mnistcnn.nn.compile;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.ResourceApplyKerasMomentum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * The arithmetic of optimizers, in the order in which Keras rounds: TensorFlow's own ops where they
 * do what Keras does and need no more slots, otherwise written out.
 */
final class UpdateRules {

  private UpdateRules() {}

  static Op sgd(Ops tf, Update update, Optimizer.SGD sgd) {
    return sgd.momentum() > 0
        ? tf.train.resourceApplyKerasMomentum(
            update.weight(),
            update.slot("momentum"),
            update.learningRate(),
            update.gradient(),
            tf.constant((float) sgd.momentum()),
            ResourceApplyKerasMomentum.useNesterov(sgd.nesterov()))
        : tf.train.resourceApplyGradientDescent(
            update.weight(), update.learningRate(), update.gradient());
  }

  static Op adam(Ops tf, Update update, Optimizer.Adam adam) {
    // The powers come from the step, not from variables of their own, whose update would race
    // with the ops that read them.
    Operand<TFloat32> first = tf.constant((float) adam.beta1());
    Operand<TFloat32> second = tf.constant((float) adam.beta2());
    return tf.train.resourceApplyAdam(
        update.weight(),
        update.slot("momentum"),
        update.slot("velocity"),
        tf.math.pow(first, update.step()),
        tf.math.pow(second, update.step()),
        tf.math.mul(update.learningRate(), excess(tf, adam.beta2(), update.step())),
        first,
        second,
        tf.constant((float) adam.epsilon()),
        update.gradient());
  }

  /**
   * What Adam's op makes the root of v too large by. Keras rounds {@code 1 - beta2} to float32, the
   * op subtracts the rounded beta2, b, from 1: for 0.999 that is more by 5e-5. v is a mean with
   * weights that sum to {@code 1 - beta2^t}, in the op to {@code 1 - b^t}. Left alone, a hundred
   * steps later losses differ from Keras's in the third digit.
   */
  private static Operand<TFloat32> excess(Ops tf, double beta2, Operand<TFloat32> step) {
    Operand<TFloat64> one = tf.constant(1.0);
    Operand<TFloat64> t = tf.dtypes.cast(step, TFloat64.class);
    Operand<TFloat64> rounded = tf.math.pow(tf.constant((double) (float) beta2), t);
    Operand<TFloat64> exact = tf.math.pow(tf.constant(beta2), t);
    return tf.dtypes.cast(
        tf.math.sqrt(tf.math.div(tf.math.sub(one, rounded), tf.math.sub(one, exact))),
        TFloat32.class);
  }

  static Op adamw(Ops tf, Update update, Optimizer.AdamW adamw) {
    Operand<TFloat32> rate =
        tf.math.mul(update.learningRate(), tf.constant((float) adamw.weightDecay()));
    Operand<TFloat32> weight = tf.readVariableOp(update.weight(), TFloat32.class);
    // Not before the gradient, which is to be that of the weight as it was.
    Op decay =
        tf.withControlDependencies(update.gradient())
            .assignSubVariableOp(update.weight(), tf.math.mul(weight, rate));
    return adam(tf.withControlDependencies(decay), update, adamw.adam());
  }

  static Op rmsprop(Ops tf, Update update, Optimizer.RMSprop rmsprop) {
    Operand<TFloat32> gradient = update.gradient();
    float rho = (float) rmsprop.rho();
    float rest = (float) (1 - rmsprop.rho());
    Map<String, Operand<TFloat32>> slots = new LinkedHashMap<>();
    Operand<TFloat32> spread =
        mix(tf, rho, update.value(tf, "velocity"), rest, tf.math.square(gradient));
    slots.put("velocity", spread);
    if (rmsprop.centered()) {
      Operand<TFloat32> average =
          mix(tf, rho, update.value(tf, "average_gradient"), rest, gradient);
      slots.put("average_gradient", average);
      spread = tf.math.sub(spread, tf.math.square(average));
    }
    Operand<TFloat32> change =
        tf.math.div(
            tf.math.mul(update.learningRate(), gradient),
            tf.math.sqrt(tf.math.add(spread, tf.constant((float) rmsprop.epsilon()))));
    if (rmsprop.momentum() > 0) {
      change = mix(tf, (float) rmsprop.momentum(), update.value(tf, "momentum"), 1, change);
      slots.put("momentum", change);
    }
    return update.write(tf, slots, change);
  }

  private static Operand<TFloat32> mix(
      Ops tf, float oldShare, Operand<TFloat32> old, float newShare, Operand<TFloat32> next) {
    return tf.math.add(
        tf.math.mul(tf.constant(oldShare), old), tf.math.mul(tf.constant(newShare), next));
  }

  static Op nadam(Ops tf, Update update, Optimizer.Nadam nadam) {
    Operand<TFloat32> one = tf.constant(1f);
    Operand<TFloat32> gradient = update.gradient();
    Operand<TFloat32> now = u(tf, nadam, update.step());
    Operand<TFloat32> next = u(tf, nadam, tf.math.add(update.step(), one));
    Map<String, Operand<TFloat32>> slots = new LinkedHashMap<>();
    Operand<TFloat32> product = tf.math.mul(update.value(tf, "u_product"), now);
    slots.put("u_product", product);
    Operand<TFloat32> m = toward(tf, update.value(tf, "momentum"), gradient, nadam.beta1());
    slots.put("momentum", m);
    Operand<TFloat32> v =
        toward(tf, update.value(tf, "velocity"), tf.math.square(gradient), nadam.beta2());
    slots.put("velocity", v);
    Operand<TFloat32> ahead =
        tf.math.div(tf.math.mul(next, m), tf.math.sub(one, tf.math.mul(product, next)));
    Operand<TFloat32> here =
        tf.math.div(tf.math.mul(tf.math.sub(one, now), gradient), tf.math.sub(one, product));
    Operand<TFloat32> power = tf.math.pow(tf.constant((float) nadam.beta2()), update.step());
    Operand<TFloat32> size = tf.math.sqrt(tf.math.div(v, tf.math.sub(one, power)));
    Operand<TFloat32> change =
        tf.math.div(
            tf.math.mul(tf.math.add(ahead, here), update.learningRate()),
            tf.math.add(size, tf.constant((float) nadam.epsilon())));
    return update.write(tf, slots, change);
  }

  /** {@code beta1 (1 - 0.96^step / 2)}. */
  private static Operand<TFloat32> u(Ops tf, Optimizer.Nadam nadam, Operand<TFloat32> step) {
    Operand<TFloat32> power = tf.math.pow(tf.constant(0.96f), step);
    return tf.math.mul(
        tf.constant((float) nadam.beta1()),
        tf.math.sub(tf.constant(1f), tf.math.mul(tf.constant(0.5f), power)));
  }

  private static Operand<TFloat32> toward(
      Ops tf, Operand<TFloat32> old, Operand<TFloat32> next, double decay) {
    return tf.math.add(old, tf.math.mul(tf.math.sub(next, old), tf.constant(1 - (float) decay)));
  }
}
