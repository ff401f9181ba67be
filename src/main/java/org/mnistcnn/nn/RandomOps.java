package org.mnistcnn.nn;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** The ops that draw first values of weights; the same seed draws the same. */
public final class RandomOps {

  /** The standard deviation of a standard normal number that is within two deviations. */
  private static final double TRUNCATED_DEVIATION = 0.8796256610342398;

  private RandomOps() {}

  static Operand<TInt64> seed(Ops tf, long seed) {
    return tf.constant(new long[] {seed, 0});
  }

  /** {@code standard * scale + offset}. */
  public static Operand<TFloat32> moved(
      Ops tf, Operand<TFloat32> standard, float offset, float scale) {
    return tf.math.add(tf.math.mul(standard, tf.constant(scale)), tf.constant(offset));
  }

  static Operand<TFloat32> uniform(Ops tf, Shape shape, long seed, float minval, float maxval) {
    Operand<TFloat32> unit = tf.random.statelessRandomUniform(tf.constant(shape), seed(tf, seed));
    return moved(tf, unit, minval, maxval - minval);
  }

  /** Uniform around zero. */
  static Operand<TFloat32> uniform(Ops tf, Shape shape, long seed, double variance) {
    float limit = (float) Math.sqrt(3 * variance);
    return uniform(tf, shape, seed, -limit, limit);
  }

  static Operand<TFloat32> truncatedNormal(
      Ops tf, Shape shape, long seed, float mean, float stddev) {
    Operand<TFloat32> standard =
        tf.random.statelessTruncatedNormal(tf.constant(shape), seed(tf, seed), TFloat32.class);
    return moved(tf, standard, mean, stddev);
  }

  /** Truncated normal around zero that has {@code variance} after truncation. */
  static Operand<TFloat32> truncatedNormal(Ops tf, Shape shape, long seed, double variance) {
    return truncatedNormal(tf, shape, seed, 0, (float) (Math.sqrt(variance) / TRUNCATED_DEVIATION));
  }
}
