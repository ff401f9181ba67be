package org.mnistcnn.nn.layers;

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

/** Inputs side by side along the last axis; their other dimensions must be equal. */
public record Concatenate() implements MergeLayer, OnnxForm {

  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.size() < 2) {
      throw new SettingException("inputs", "must be at least two, got " + inputs);
    }
    Shape first = inputs.get(0);
    int last = first.numDimensions() - 1;
    long channels = 0;
    for (Shape input : inputs) {
      if (input.numDimensions() != first.numDimensions()
          || !input.take(last).equals(first.take(last))) {
        throw new SettingException(
            "inputs", "must be equal in every dimension but the last, got " + inputs);
      }
      channels += input.get(last);
    }
    return first.take(last).append(channels);
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, List<Operand<TFloat32>> inputs) {
    return call.tf().concat(inputs, call.tf().constant(-1));
  }

  @Override
  public <V> V onnx(OnnxCall<V> call) {
    return call.operator("Concat", Map.of("axis", 1), call.inputs());
  }
}
