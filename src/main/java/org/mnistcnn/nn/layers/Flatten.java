package org.mnistcnn.nn.layers;

import org.mnistcnn.nn.LayerCall;
import org.mnistcnn.nn.UnaryLayer;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** All values of a sample in one row: {@code (height, width, channels)} becomes one dimension. */
public record Flatten() implements UnaryLayer {

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(input.size());
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    Ops tf = call.tf();
    return tf.reshape(input, tf.constant(new long[] {-1, call.inputShape().size()}));
  }
}
