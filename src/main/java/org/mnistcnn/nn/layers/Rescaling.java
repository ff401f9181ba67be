package org.mnistcnn.nn.layers;

import org.mnistcnn.nn.LayerCall;
import org.mnistcnn.nn.OnnxCall;
import org.mnistcnn.nn.OnnxForm;
import org.mnistcnn.nn.UnaryLayer;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * {@code input * scale + offset}; with 1/255 and 0 it takes pixels to [0, 1].
 *
 * @param scale the factor
 * @param offset what is added after
 */
public record Rescaling(double scale, double offset) implements UnaryLayer, OnnxForm {

  public Rescaling(double scale) {
    this(scale, 0);
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    Ops tf = call.tf();
    Operand<TFloat32> scaled = tf.math.mul(input, tf.constant((float) scale));
    return offset == 0 ? scaled : tf.math.add(scaled, tf.constant((float) offset));
  }

  @Override
  public <V> V onnx(OnnxCall<V> call) {
    V scaled = call.operator("Mul", call.input(), call.constant((float) scale));
    return offset == 0 ? scaled : call.operator("Add", scaled, call.constant((float) offset));
  }
}
