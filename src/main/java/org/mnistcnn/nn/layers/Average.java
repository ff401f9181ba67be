package org.mnistcnn.nn.layers;

import java.util.List;
import java.util.Map;
import org.mnistcnn.nn.LayerCall;
import org.mnistcnn.nn.MergeLayer;
import org.mnistcnn.nn.OnnxCall;
import org.mnistcnn.nn.OnnxForm;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * The mean of inputs of one shape, value by value; what makes one classifier of several.
 *
 * <p>Unlike Keras, inputs are not broadcast, as in {@link Add}.
 */
public record Average() implements MergeLayer, OnnxForm {

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return new Add().outputShape(inputs);
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, List<Operand<TFloat32>> inputs) {
    Operand<TFloat32> sum = new Add().call(call, inputs);
    return call.tf().math.div(sum, call.tf().constant((float) inputs.size()));
  }

  @Override
  public <V> V onnx(OnnxCall<V> call) {
    return call.operator("Mean", Map.of(), call.inputs());
  }
}
