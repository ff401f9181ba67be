package org.mnistcnn.nn.layers;

import java.util.Map;
import org.mnistcnn.nn.LayerCall;
import org.mnistcnn.nn.OnnxCall;
import org.mnistcnn.nn.OnnxForm;
import org.mnistcnn.nn.UnaryLayer;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** All values of a sample in one row: {@code (height, width, channels)} becomes one dimension. */
public record Flatten() implements UnaryLayer, OnnxForm {

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(input.size());
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    Ops tf = call.tf();
    return tf.reshape(input, tf.constant(new long[] {-1, call.inputShape().size()}));
  }

  @Override
  public <V> V onnx(OnnxCall<V> call) {
    Shape shape = call.inputShape();
    if (shape.numDimensions() == 1) {
      return call.input();
    }
    // The order of the values of a flattened image is that with the channels last.
    return call.flat(
        call.operator("Transpose", Map.of("perm", OnnxCall.toChannelsLast(shape)), call.input()));
  }
}
