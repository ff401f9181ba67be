package org.mnistcnn.nn.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.Names;
import org.mnistcnn.common.SettingException;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;

/** How a gradient {@code g} changes a weight {@code w}: Keras's update rules and defaults. */
public sealed interface Optimizer {

  /** The step size, step by step. */
  LearningRate learningRate();

  /** What is remembered for each weight. */
  List<Slot> slots();

  /**
   * Adds the ops that update one weight in place.
   *
   * @return the op that ends the update: after it the weight and its slots have their new values
   */
  Op apply(Ops tf, Update update);

  /**
   * The optimizer that Keras has under a name, with its other defaults.
   *
   * @param name such as {@code adamw}
   * @throws IllegalArgumentException if there is none; the message lists the known names
   */
  static Optimizer named(String name, LearningRate learningRate) {
    return Names.find("optimizer", name, known()).apply(learningRate);
  }

  /** The names that {@link #named} knows. */
  static Set<String> names() {
    return known().keySet();
  }

  private static Map<String, Function<LearningRate, Optimizer>> known() {
    Map<String, Function<LearningRate, Optimizer>> known = new LinkedHashMap<>();
    known.put("sgd", SGD::new);
    known.put("adam", Adam::new);
    known.put("adamw", AdamW::new);
    known.put("rmsprop", RMSprop::new);
    known.put("nadam", Nadam::new);
    return known;
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

    /** Without momentum, Keras's default. */
    public SGD(double learningRate) {
      this(new LearningRate.Constant(learningRate));
    }

    /** Without momentum, Keras's default. */
    public SGD(LearningRate learningRate) {
      this(learningRate, 0, false);
    }

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if they do not go together
     */
    public SGD {
      Check.share("momentum", momentum);
      if (nesterov && momentum == 0) {
        throw new SettingException("nesterov", "needs a momentum above 0, got 0");
      }
    }

    @Override
    public List<Slot> slots() {
      return momentum > 0 ? List.of(new Slot("momentum")) : List.of();
    }

    @Override
    public Op apply(Ops tf, Update update) {
      return UpdateRules.sgd(tf, update, this);
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

    /** With Keras's other defaults: 0.9, 0.999 and 1e-7. */
    public Adam(double learningRate) {
      this(new LearningRate.Constant(learningRate));
    }

    /** With Keras's other defaults: 0.9, 0.999 and 1e-7. */
    public Adam(LearningRate learningRate) {
      this(learningRate, 0.9, 0.999, 1e-7);
    }

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Adam {
      Check.decay("beta1", beta1);
      Check.decay("beta2", beta2);
      Check.positive("epsilon", epsilon);
    }

    @Override
    public List<Slot> slots() {
      return List.of(new Slot("momentum"), new Slot("velocity"));
    }

    @Override
    public Op apply(Ops tf, Update update) {
      return UpdateRules.adam(tf, update, this);
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

    /** With Keras's other defaults: a decay of 0.004, and Adam's. */
    public AdamW(double learningRate) {
      this(new LearningRate.Constant(learningRate));
    }

    /** With Keras's other defaults: a decay of 0.004, and Adam's. */
    public AdamW(LearningRate learningRate) {
      this(learningRate, 0.004, 0.9, 0.999, 1e-7);
    }

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public AdamW {
      Check.notNegative("weightDecay", weightDecay);
      Check.decay("beta1", beta1);
      Check.decay("beta2", beta2);
      Check.positive("epsilon", epsilon);
    }

    @Override
    public List<Slot> slots() {
      return adam().slots();
    }

    @Override
    public Op apply(Ops tf, Update update) {
      return UpdateRules.adamw(tf, update, this);
    }

    /** The step that follows the decay. */
    Adam adam() {
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

    /** With Keras's other defaults: 0.9, no momentum, 1e-7, not centered. */
    public RMSprop(double learningRate) {
      this(new LearningRate.Constant(learningRate));
    }

    /** With Keras's other defaults: 0.9, no momentum, 1e-7, not centered. */
    public RMSprop(LearningRate learningRate) {
      this(learningRate, 0.9, 0, 1e-7, false);
    }

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public RMSprop {
      Check.decay("rho", rho);
      Check.share("momentum", momentum);
      Check.positive("epsilon", epsilon);
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
      return UpdateRules.rmsprop(tf, update, this);
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

    /** With Keras's other defaults: 0.9, 0.999 and 1e-7. */
    public Nadam(double learningRate) {
      this(new LearningRate.Constant(learningRate));
    }

    /** With Keras's other defaults: 0.9, 0.999 and 1e-7. */
    public Nadam(LearningRate learningRate) {
      this(learningRate, 0.9, 0.999, 1e-7);
    }

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Nadam {
      Check.decay("beta1", beta1);
      Check.decay("beta2", beta2);
      Check.positive("epsilon", epsilon);
    }

    /** Unlike Keras's, where the product of all weights is one, each weight has its own. */
    @Override
    public List<Slot> slots() {
      return List.of(new Slot("momentum"), new Slot("velocity"), new Slot("u_product", true, 1));
    }

    @Override
    public Op apply(Ops tf, Update update) {
      return UpdateRules.nadam(tf, update, this);
    }
  }
}
