package org.mnistcnn.nn;

import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** How a gradient changes a weight. */
public sealed interface Optimizer {

  /** The step size, step by step. */
  LearningRate learningRate();

  /** What is remembered for each weight. */
  List<Slot> slots();

  /**
   * Something remembered for a weight.
   *
   * @param name Keras's name for it
   * @param scalar whether it is one number, instead of one a value of the weight
   * @param initial every value of it before training
   */
  record Slot(String name, boolean scalar, float initial) {

    /** Zeros in the shape of the weight. */
    Slot(String name) {
      this(name, false, 0);
    }

    /** The shape of the slot of a weight of shape {@code weight}. */
    public Shape shape(Shape weight) {
      return scalar ? Shape.scalar() : weight;
    }
  }

  /**
   * Adds the ops that update one weight in place.
   *
   * @param update the weight, its slots and its gradient
   */
  Op apply(Ops tf, Update update);

  /**
   * One weight's update.
   *
   * @param weight the resource handle of the weight
   * @param slots the resource handles of its slots by name
   * @param gradient shape of the weight
   * @param learningRate the step size of this step, a scalar
   * @param step 1 in the first step, a scalar
   */
  record Update(
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
  }

  /**
   * Adam (Kingma and Ba 2015, algorithm 1 in the form of the end of section 2), with Keras's
   * defaults: {@code m += (1 - beta1) (g - m)}, {@code v += (1 - beta2) (g^2 - v)}, {@code w -=
   * learningRate sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)}.
   *
   * @param learningRate the step size
   * @param beta1 decay of the mean gradient
   * @param beta2 decay of the mean squared gradient
   * @param epsilon keeps the division finite
   */
  record Adam(LearningRate learningRate, double beta1, double beta2, double epsilon)
      implements Optimizer {

    /** Adam with Keras's other defaults. */
    public Adam(double learningRate) {
      this(new LearningRate.Constant(learningRate), 0.9, 0.999, 1e-7);
    }

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Adam {
      if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1)) {
        throw new IllegalArgumentException(
            "beta1 and beta2 must be in [0, 1), got %s and %s".formatted(beta1, beta2));
      }
      if (!(epsilon > 0)) {
        throw new IllegalArgumentException("epsilon must be positive, got " + epsilon);
      }
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
          update.learningRate(),
          first,
          second,
          tf.constant((float) epsilon),
          update.gradient());
    }
  }
}
