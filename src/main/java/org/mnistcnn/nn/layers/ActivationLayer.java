package org.mnistcnn.nn.layers;

import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.LayerCall;
import org.mnistcnn.nn.OnnxCall;
import org.mnistcnn.nn.OnnxForm;
import org.mnistcnn.nn.UnaryLayer;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * An activation as a layer of its own, such as after a normalization: Keras's {@code Activation}.
 *
 * @param activation what is applied
 */
public record ActivationLayer(Activation activation) implements UnaryLayer, OnnxForm {

  @Override
  public String className() {
    return "Activation";
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    return activation.call(call.tf(), input);
  }

  @Override
  public <V> V onnx(OnnxCall<V> call) {
    return activation.onnx(call, call.input());
  }

  @Override
  public ActivationLayer withoutActivation() {
    return new ActivationLayer(Activation.LINEAR);
  }
}
