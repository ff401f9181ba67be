package org.mnistcnn.nn.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.Names;
import org.mnistcnn.common.SettingException;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.ResourceApplyKerasMomentum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * How a gradient {@code g} changes a weight {@code w}: Keras's update rules and defaults, in the
 * order in which Keras rounds. TensorFlow's own ops are used where they do what Keras does and need
 * no more slots; other rules are written out.
 */
public sealed interface Optimizer {

  /** The learning rate, step by step. */
  LearningRate learningRate();

  /** What is remembered for each weight. */
  List<Slot> slots();

  /**
   * Adds the ops that update one weight in place.
   *
   * @return the op that ends the update: after it the weight and its slots have their new values
   */
  Op apply(Ops tf, Update update);

  Optimizer withLearningRate(LearningRate learningRate);

  /** All optimizers, each with Keras's defaults. */
  static List<Optimizer> known() {
    return List.of(
        new SGD(0.01), new Adam(0.001), new AdamW(0.001), new RMSprop(0.001), new Nadam(0.001));
  }

  /**
   * The optimizer that Keras has under a name, with its other defaults.
   *
   * @param name such as {@code adamw}
   * @throws IllegalArgumentException if there is none; the message lists the known names
   */
  static Optimizer named(String name, LearningRate learningRate) {
    return Names.find("optimizer", name, byName()).withLearningRate(learningRate);
  }

  /** The names that {@link #named} knows. */
  static Set<String> names() {
    return byName().keySet();
  }

  private static Map<String, Optimizer> byName() {
    Map<String, Optimizer> byName = new LinkedHashMap<>();
    for (Optimizer optimizer : known()) {
      byName.put(optimizer.getClass().getSimpleName().toLowerCase(Locale.ROOT), optimizer);
    }
    return byName;
  }

  /**
   * Stochastic gradient descent: {@code w -= learningRate g}; with momentum {@code m = momentum m -
   * learningRate g} and {@code w += m}, or {@code w += momentum m - learningRate g} if Nesterov's.
   *
   * @param momentum in [0, 1]
   * @param nesterov whether the gradient counts once more. Unlike Keras, which then ignores it, not
   *     without momentum
   */
  record SGD(LearningRate learningRate, double momentum, boolean nesterov) implements Optimizer {

    public SGD(double learningRate) {
      this(new LearningRate.Constant(learningRate));
    }

    /** Without momentum, Keras's default. */
    public SGD(LearningRate learningRate) {
      this(learningRate, 0, false);
    }

    public SGD {
      Check.share("momentum", momentum);
      if (nesterov && momentum == 0) {
        throw new SettingException("nesterov", "needs a momentum above 0, got 0");
      }
    }

    @Override
    public SGD withLearningRate(LearningRate learningRate) {
      return new SGD(learningRate, momentum, nesterov);
    }

    @Override
    public List<Slot> slots() {
      return momentum > 0 ? List.of(new Slot("momentum")) : List.of();
    }

    @Override
    public Op apply(Ops tf, Update update) {
      return momentum > 0
          ? tf.train.resourceApplyKerasMomentum(
              update.weight(),
              update.slot("momentum"),
              update.learningRate(),
              update.gradient(),
              tf.constant((float) momentum),
              ResourceApplyKerasMomentum.useNesterov(nesterov))
          : tf.train.resourceApplyGradientDescent(
              update.weight(), update.learningRate(), update.gradient());
    }
  }

  /**
   * Adam (Kingma and Ba 2015, algorithm 1 in the form of the end of section 2): {@code m += (1 -
   * beta1) (g - m)}, {@code v += (1 - beta2) (g^2 - v)}, {@code w -= learningRate sqrt(1 - beta2^t)
   * / (1 - beta1^t) m / (sqrt(v) + epsilon)}.
   *
   * @param beta1 decay of the mean gradient, in [0, 1)
   * @param beta2 decay of the mean squared gradient, in [0, 1)
   * @param epsilon keeps the division finite
   */
  record Adam(LearningRate learningRate, double beta1, double beta2, double epsilon)
      implements Optimizer {

    public Adam(double learningRate) {
      this(new LearningRate.Constant(learningRate));
    }

    /** With Keras's other defaults: 0.9, 0.999 and 1e-7. */
    public Adam(LearningRate learningRate) {
      this(learningRate, 0.9, 0.999, 1e-7);
    }

    public Adam {
      Check.decay("beta1", beta1);
      Check.decay("beta2", beta2);
      Check.positive("epsilon", epsilon);
    }

    @Override
    public Adam withLearningRate(LearningRate learningRate) {
      return new Adam(learningRate, beta1, beta2, epsilon);
    }

    @Override
    public List<Slot> slots() {
      return List.of(new Slot("momentum"), new Slot("velocity"));
    }

    @Override
    public Op apply(Ops tf, Update update) {
      // The powers come from the step, not from variables of their own, whose update would race
      // with the ops that read them.
      Operand<TFloat32> first = tf.constant((float) beta1);
      Operand<TFloat32> second = tf.constant((float) beta2);
      return tf.train.resourceApplyAdam(
          update.weight(),
          update.slot("momentum"),
          update.slot("velocity"),
          tf.math.pow(first, update.step()),
          tf.math.pow(second, update.step()),
          tf.math.mul(update.learningRate(), excess(tf, update.step())),
          first,
          second,
          tf.constant((float) epsilon),
          update.gradient());
    }

    /**
     * What Adam's op makes the root of v too large by. Keras rounds {@code 1 - beta2} to float32,
     * the op subtracts the rounded beta2, b, from 1: for 0.999 that is more by 5e-5. v is a mean
     * with weights that sum to {@code 1 - beta2^t}, in the op to {@code 1 - b^t}. Left alone, a
     * hundred steps later losses differ from Keras's in the third digit.
     */
    private Operand<TFloat32> excess(Ops tf, Operand<TFloat32> step) {
      Operand<TFloat64> one = tf.constant(1.0);
      Operand<TFloat64> t = tf.dtypes.cast(step, TFloat64.class);
      Operand<TFloat64> rounded = tf.math.pow(tf.constant((double) (float) beta2), t);
      Operand<TFloat64> exact = tf.math.pow(tf.constant(beta2), t);
      return tf.dtypes.cast(
          tf.math.sqrt(tf.math.div(tf.math.sub(one, rounded), tf.math.sub(one, exact))),
          TFloat32.class);
    }
  }

  /**
   * Adam with decoupled weight decay (Loshchilov and Hutter 2019): {@code w -= learningRate
   * weightDecay w}, then {@link Adam}'s step. As in Keras, every weight decays, biases too.
   *
   * @param weightDecay not negative
   * @param beta1 decay of the mean gradient, in [0, 1)
   * @param beta2 decay of the mean squared gradient, in [0, 1)
   * @param epsilon keeps the division finite
   */
  record AdamW(
      LearningRate learningRate, double weightDecay, double beta1, double beta2, double epsilon)
      implements Optimizer {

    public AdamW(double learningRate) {
      this(new LearningRate.Constant(learningRate));
    }

    /** With Keras's other defaults: a decay of 0.004, and Adam's. */
    public AdamW(LearningRate learningRate) {
      this(learningRate, 0.004, 0.9, 0.999, 1e-7);
    }

    public AdamW {
      Check.notNegative("weightDecay", weightDecay);
      Check.decay("beta1", beta1);
      Check.decay("beta2", beta2);
      Check.positive("epsilon", epsilon);
    }

    @Override
    public AdamW withLearningRate(LearningRate learningRate) {
      return new AdamW(learningRate, weightDecay, beta1, beta2, epsilon);
    }

    @Override
    public List<Slot> slots() {
      return adam().slots();
    }

    @Override
    public Op apply(Ops tf, Update update) {
      Operand<TFloat32> rate = tf.math.mul(update.learningRate(), tf.constant((float) weightDecay));
      Operand<TFloat32> weight = tf.readVariableOp(update.weight(), TFloat32.class);
      // Not before the gradient, which is to be that of the weight as it was.
      Op decay =
          tf.withControlDependencies(update.gradient())
              .assignSubVariableOp(update.weight(), tf.math.mul(weight, rate));
      return adam().apply(tf.withControlDependencies(decay), update);
    }

    /** The step that follows the decay. */
    private Adam adam() {
      return new Adam(learningRate, beta1, beta2, epsilon);
    }
  }

  /**
   * RMSprop (Hinton 2012, lecture 6): {@code v = rho v + (1 - rho) g^2}, {@code w -= d} with {@code
   * d = learningRate g / sqrt(v + epsilon)}; with momentum {@code m = momentum m + d}, {@code w -=
   * m}; centered, with {@code v - a^2} in place of v, where {@code a = rho a + (1 - rho) g}.
   *
   * @param rho decay of the mean squared gradient, in [0, 1)
   * @param momentum in [0, 1]
   * @param epsilon keeps the division finite
   * @param centered whether the step is divided by the deviation instead of the size of gradients
   */
  record RMSprop(
      LearningRate learningRate, double rho, double momentum, double epsilon, boolean centered)
      implements Optimizer {

    public RMSprop(double learningRate) {
      this(new LearningRate.Constant(learningRate));
    }

    /** With Keras's other defaults: 0.9, no momentum, 1e-7, not centered. */
    public RMSprop(LearningRate learningRate) {
      this(learningRate, 0.9, 0, 1e-7, false);
    }

    public RMSprop {
      Check.decay("rho", rho);
      Check.share("momentum", momentum);
      Check.positive("epsilon", epsilon);
    }

    @Override
    public RMSprop withLearningRate(LearningRate learningRate) {
      return new RMSprop(learningRate, rho, momentum, epsilon, centered);
    }

    @Override
    public List<Slot> slots() {
      List<Slot> slots = new ArrayList<>(List.of(new Slot("velocity")));
      if (momentum > 0) {
        slots.add(new Slot("momentum"));
      }
      if (centered) {
        slots.add(new Slot("average_gradient"));
      }
      return List.copyOf(slots);
    }

    @Override
    public Op apply(Ops tf, Update update) {
      Operand<TFloat32> gradient = update.gradient();
      float kept = (float) rho;
      float rest = (float) (1 - rho);
      Map<String, Operand<TFloat32>> slots = new LinkedHashMap<>();
      Operand<TFloat32> spread =
          mix(tf, kept, update.value(tf, "velocity"), rest, tf.math.square(gradient));
      slots.put("velocity", spread);
      if (centered) {
        Operand<TFloat32> average =
            mix(tf, kept, update.value(tf, "average_gradient"), rest, gradient);
        slots.put("average_gradient", average);
        spread = tf.math.sub(spread, tf.math.square(average));
      }
      Operand<TFloat32> change =
          tf.math.div(
              tf.math.mul(update.learningRate(), gradient),
              tf.math.sqrt(tf.math.add(spread, tf.constant((float) epsilon))));
      if (momentum > 0) {
        change = mix(tf, (float) momentum, update.value(tf, "momentum"), 1, change);
        slots.put("momentum", change);
      }
      return update.write(tf, slots, change);
    }

    private static Operand<TFloat32> mix(
        Ops tf, float oldShare, Operand<TFloat32> old, float newShare, Operand<TFloat32> next) {
      return tf.math.add(
          tf.math.mul(tf.constant(oldShare), old), tf.math.mul(tf.constant(newShare), next));
    }
  }

  /**
   * Adam with Nesterov's momentum (Dozat 2016, "Incorporating Nesterov momentum into Adam"): m and
   * v as in {@link Adam}, {@code u(t) = beta1 (1 - 0.96^t / 2)}, p the product of {@code u(1)} to
   * {@code u(t)}, and {@code w -= learningRate (u(t + 1) m / (1 - p u(t + 1)) + (1 - u(t)) g / (1 -
   * p)) / (sqrt(v / (1 - beta2^t)) + epsilon)}.
   *
   * @param beta1 decay of the mean gradient, in [0, 1)
   * @param beta2 decay of the mean squared gradient, in [0, 1)
   * @param epsilon keeps the division finite
   */
  record Nadam(LearningRate learningRate, double beta1, double beta2, double epsilon)
      implements Optimizer {

    public Nadam(double learningRate) {
      this(new LearningRate.Constant(learningRate));
    }

    /** With Keras's other defaults: 0.9, 0.999 and 1e-7. */
    public Nadam(LearningRate learningRate) {
      this(learningRate, 0.9, 0.999, 1e-7);
    }

    public Nadam {
      Check.decay("beta1", beta1);
      Check.decay("beta2", beta2);
      Check.positive("epsilon", epsilon);
    }

    @Override
    public Nadam withLearningRate(LearningRate learningRate) {
      return new Nadam(learningRate, beta1, beta2, epsilon);
    }

    /** Unlike Keras's, where the product of all weights is one, each weight has its own. */
    @Override
    public List<Slot> slots() {
      return List.of(new Slot("momentum"), new Slot("velocity"), new Slot("u_product", true, 1));
    }

    @Override
    public Op apply(Ops tf, Update update) {
      Operand<TFloat32> one = tf.constant(1f);
      Operand<TFloat32> gradient = update.gradient();
      Operand<TFloat32> now = u(tf, update.step());
      Operand<TFloat32> next = u(tf, tf.math.add(update.step(), one));
      Map<String, Operand<TFloat32>> slots = new LinkedHashMap<>();
      Operand<TFloat32> product = tf.math.mul(update.value(tf, "u_product"), now);
      slots.put("u_product", product);
      Operand<TFloat32> m = toward(tf, update.value(tf, "momentum"), gradient, beta1);
      slots.put("momentum", m);
      Operand<TFloat32> v =
          toward(tf, update.value(tf, "velocity"), tf.math.square(gradient), beta2);
      slots.put("velocity", v);
      Operand<TFloat32> ahead =
          tf.math.div(tf.math.mul(next, m), tf.math.sub(one, tf.math.mul(product, next)));
      Operand<TFloat32> here =
          tf.math.div(tf.math.mul(tf.math.sub(one, now), gradient), tf.math.sub(one, product));
      Operand<TFloat32> power = tf.math.pow(tf.constant((float) beta2), update.step());
      Operand<TFloat32> size = tf.math.sqrt(tf.math.div(v, tf.math.sub(one, power)));
      Operand<TFloat32> change =
          tf.math.div(
              tf.math.mul(tf.math.add(ahead, here), update.learningRate()),
              tf.math.add(size, tf.constant((float) epsilon)));
      return update.write(tf, slots, change);
    }

    /** {@code beta1 (1 - 0.96^step / 2)}. */
    private Operand<TFloat32> u(Ops tf, Operand<TFloat32> step) {
      Operand<TFloat32> power = tf.math.pow(tf.constant(0.96f), step);
      return tf.math.mul(
          tf.constant((float) beta1),
          tf.math.sub(tf.constant(1f), tf.math.mul(tf.constant(0.5f), power)));
    }

    private static Operand<TFloat32> toward(
        Ops tf, Operand<TFloat32> old, Operand<TFloat32> next, double decay) {
      return tf.math.add(old, tf.math.mul(tf.math.sub(next, old), tf.constant(1 - (float) decay)));
    }
  }
}
