package org.mnistcnn.nn.layers;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.nn.LayerCall;
import org.mnistcnn.nn.MergeLayer;
import org.mnistcnn.nn.OnnxCall;
import org.mnistcnn.nn.OnnxForm;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * The sum of inputs of one shape, value by value; what closes a residual block.
 *
 * <p>Unlike Keras, inputs are not broadcast: a residual block whose shapes differ is an error that
 * shows when the model is built.
 */
public record Add() implements MergeLayer, OnnxForm {

  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.size() < 2 || new HashSet<>(inputs).size() != 1) {
      throw new SettingException("inputs", "must be at least two of one shape, got " + inputs);
    }
    return inputs.get(0);
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, List<Operand<TFloat32>> inputs) {
    Operand<TFloat32> sum = inputs.get(0);
    for (Operand<TFloat32> input : inputs.subList(1, inputs.size())) {
      sum = call.tf().math.add(sum, input);
    }
    return sum;
  }

  @Override
  public <V> V onnx(OnnxCall<V> call) {
    return call.operator("Sum", Map.of(), call.inputs());
  }
}
