package org.mnistcnn.nn.layers;

import org.mnistcnn.nn.LayerCall;
import org.mnistcnn.nn.OnnxCall;
import org.mnistcnn.nn.OnnxForm;
import org.mnistcnn.nn.UnaryLayer;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The maximum of each channel: {@code (height, width, channels)} becomes {@code (channels)}. */
public record GlobalMaxPooling2D() implements UnaryLayer, OnnxForm {

  @Override
  public Shape outputShape(Shape input) {
    ImageInput.require(input);
    return Shape.of(input.get(2));
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    Ops tf = call.tf();
    return tf.max(input, tf.constant(new int[] {1, 2}));
  }

  @Override
  public <V> V onnx(OnnxCall<V> call) {
    return call.flat(call.operator("GlobalMaxPool", call.input()));
  }
}
