package org.mnistcnn.nn;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * {@link Dropout} of whole channels of an image instead of single values: neighbouring pixels tell
 * nearly the same (Tompson et al. 2014, arXiv 1411.4280).
 *
 * @param rate in [0, 1)
 */
public record SpatialDropout2D(double rate) implements UnaryLayer {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the rate is not in [0, 1)
   */
  public SpatialDropout2D {
    Rules.rate(rate);
  }

  @Override
  public Shape outputShape(Shape input) {
    Rules.image(input);
    return input;
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    Ops tf = call.tf();
    Operand<TInt32> batch = tf.gather(tf.shape(input), tf.constant(0), tf.constant(0));
    int channels = (int) call.inputShape().get(2);
    return Dropout.drop(
        call,
        input,
        rate,
        tf.stack(List.of(batch, tf.constant(1), tf.constant(1), tf.constant(channels))));
  }
}
