package org.mnistcnn.nn;

import org.tensorflow.Operand;
import org.tensorflow.framework.regularizers.L1L2;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What a weight adds to the loss: {@code l1 * sum(|w|) + l2 * sum(w^2)}; Keras's L1, L2 and L1L2,
 * computed by tensorflow-framework's.
 *
 * @param l1 factor of the sum of absolute values, not negative
 * @param l2 factor of the sum of squares, not negative
 */
public record Regularizer(double l1, double l2) {

  public static final Regularizer NONE = new Regularizer(0, 0);

  public Regularizer {
    if (!(l1 >= 0 && l2 >= 0 && l1 + l2 < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "l1 and l2 must be finite and not negative, got %s and %s".formatted(l1, l2));
    }
  }

  public static Regularizer l1(double factor) {
    return new Regularizer(factor, 0);
  }

  public static Regularizer l2(double factor) {
    return new Regularizer(0, factor);
  }

  /** Adds the ops of the penalty, a scalar. */
  Operand<TFloat32> penalty(Ops tf, Operand<TFloat32> weight) {
    return new L1L2((float) l1, (float) l2).call(tf, weight);
  }
}
