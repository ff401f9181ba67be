package org.mnistcnn.nn;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * In training, sets each value to zero with probability {@code rate} and scales the rest by {@code
 * 1 / (1 - rate)}, so that the expected sum stays; in inference, passes its input on.
 *
 * @param rate in [0, 1)
 */
public record Dropout(double rate) implements UnaryLayer {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the rate is not in [0, 1)
   */
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("rate must be in [0, 1), got " + rate);
    }
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    if (!call.training() || rate == 0) {
      return input;
    }
    Ops tf = call.tf();
    Operand<TFloat32> chance = tf.random.statelessRandomUniform(tf.shape(input), call.seed());
    Operand<TFloat32> kept =
        tf.dtypes.cast(tf.math.greaterEqual(chance, tf.constant((float) rate)), TFloat32.class);
    Operand<TFloat32> scale = tf.math.mul(kept, tf.constant((float) (1 / (1 - rate))));
    return tf.math.mul(input, scale);
  }
}
