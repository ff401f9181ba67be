package org.mnistcnn.nn.layers;

import org.mnistcnn.common.Check;
import org.mnistcnn.nn.LayerCall;
import org.mnistcnn.nn.OnnxCall;
import org.mnistcnn.nn.OnnxForm;
import org.mnistcnn.nn.UnaryLayer;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * In training, sets each value to zero with probability {@code rate} and scales the rest by {@code
 * 1 / (1 - rate)}, so that the expected sum stays; in inference, passes its input on.
 *
 * <p>Unlike Keras, the rate can't be 1: nothing would be learned.
 *
 * @param rate in [0, 1)
 */
public record Dropout(double rate) implements UnaryLayer, OnnxForm {

  public Dropout {
    Check.decay("rate", rate);
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    return drop(call, input, rate, call.inputShape());
  }

  @Override
  public <V> V onnx(OnnxCall<V> call) {
    return call.input();
  }

  /**
   * Adds the ops of a dropout.
   *
   * @param noise shape of what is drawn for a sample: 1 on an axis whose values are dropped
   *     together
   */
  static Operand<TFloat32> drop(LayerCall call, Operand<TFloat32> input, double rate, Shape noise) {
    if (!call.training() || rate == 0) {
      return input;
    }
    Ops tf = call.tf();
    Operand<TFloat32> chance = call.uniform(input, noise);
    Operand<TFloat32> kept =
        tf.dtypes.cast(tf.math.greaterEqual(chance, tf.constant((float) rate)), TFloat32.class);
    Operand<TFloat32> scale = tf.math.mul(kept, tf.constant((float) (1 / (1 - rate))));
    return tf.math.mul(input, scale);
  }
}
