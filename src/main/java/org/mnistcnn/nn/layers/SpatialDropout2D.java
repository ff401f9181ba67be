package org.mnistcnn.nn.layers;

import org.mnistcnn.common.Check;
import org.mnistcnn.nn.LayerCall;
import org.mnistcnn.nn.OnnxCall;
import org.mnistcnn.nn.OnnxForm;
import org.mnistcnn.nn.UnaryLayer;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * {@link Dropout} of whole channels of an image instead of single values: neighbouring pixels are
 * nearly the same (Tompson et al. 2014, arXiv 1411.4280).
 *
 * @param rate in [0, 1)
 */
public record SpatialDropout2D(double rate) implements UnaryLayer, OnnxForm {

  public SpatialDropout2D {
    Check.decay("rate", rate);
  }

  @Override
  public Shape outputShape(Shape input) {
    ImageInput.require(input);
    return input;
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    return Dropout.drop(call, input, rate, Shape.of(1, 1, call.inputShape().get(2)));
  }

  @Override
  public <V> V onnx(OnnxCall<V> call) {
    return call.input();
  }
}
