package org.mnistcnn.nn.compile;

import java.util.List;
import org.mnistcnn.common.Check;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** What is done to gradients before the optimizer sees them. */
public sealed interface GradientClipping {

  /**
   * Adds the ops.
   *
   * @param gradients one per weight
   * @return the same number, of the same shapes
   */
  List<Operand<TFloat32>> clip(Ops tf, List<Operand<TFloat32>> gradients);

  /** Gradients as they are. */
  record None() implements GradientClipping {
    @Override
    public List<Operand<TFloat32>> clip(Ops tf, List<Operand<TFloat32>> gradients) {
      return gradients;
    }
  }

  /** Every value into [-clipvalue, clipvalue]: Keras's {@code clipvalue}. */
  record ByValue(double clipvalue) implements GradientClipping {
    public ByValue {
      Check.positive("clipvalue", clipvalue);
    }

    @Override
    public List<Operand<TFloat32>> clip(Ops tf, List<Operand<TFloat32>> gradients) {
      Operand<TFloat32> bound = tf.constant((float) clipvalue);
      return gradients.stream()
          .<Operand<TFloat32>>map(
              gradient -> tf.math.minimum(tf.math.maximum(gradient, tf.math.neg(bound)), bound))
          .toList();
    }
  }

  /**
   * Each gradient whose Euclidean norm is over {@code clipnorm} scaled to it: Keras's {@code
   * clipnorm}.
   */
  record ByNorm(double clipnorm) implements GradientClipping {
    public ByNorm {
      Check.positive("clipnorm", clipnorm);
    }

    @Override
    public List<Operand<TFloat32>> clip(Ops tf, List<Operand<TFloat32>> gradients) {
      return gradients.stream()
          .<Operand<TFloat32>>map(
              gradient -> scaled(tf, gradient, tf.math.sqrt(squares(tf, gradient)), clipnorm))
          .toList();
    }
  }

  /**
   * All gradients scaled by one factor if their common Euclidean norm is over {@code
   * globalClipnorm}: Keras's {@code global_clipnorm}. All become NaN if the norm is not finite.
   */
  record ByGlobalNorm(double globalClipnorm) implements GradientClipping {
    public ByGlobalNorm {
      Check.positive("globalClipnorm", globalClipnorm);
    }

    @Override
    public List<Operand<TFloat32>> clip(Ops tf, List<Operand<TFloat32>> gradients) {
      Operand<TFloat32> norm =
          tf.math.sqrt(
              tf.math.addN(
                  gradients.stream()
                      .<Operand<TFloat32>>map(gradient -> squares(tf, gradient))
                      .toList()));
      Operand<TFloat32> one = tf.constant(1f);
      Operand<TFloat32> bound = tf.constant((float) globalClipnorm);
      Operand<TFloat32> factor =
          tf.math.mul(bound, tf.math.minimum(tf.math.div(one, norm), tf.math.div(one, bound)));
      // An infinite norm would make the factor 0, and training would silently learn nothing.
      Operand<TFloat32> factorOrNan = tf.math.add(factor, tf.math.sub(norm, norm));
      return gradients.stream()
          .<Operand<TFloat32>>map(gradient -> tf.math.mul(gradient, factorOrNan))
          .toList();
    }
  }

  private static Operand<TFloat32> squares(Ops tf, Operand<TFloat32> gradient) {
    Operand<TInt32> all = tf.range(tf.constant(0), tf.rank(gradient), tf.constant(1));
    return tf.sum(tf.math.square(gradient), all);
  }

  /** {@code gradient * bound / max(norm, bound)}, which leaves what is within the bound alone. */
  private static Operand<TFloat32> scaled(
      Ops tf, Operand<TFloat32> gradient, Operand<TFloat32> norm, double bound) {
    Operand<TFloat32> limit = tf.constant((float) bound);
    return tf.math.div(tf.math.mul(gradient, limit), tf.math.maximum(norm, limit));
  }
}
