package org.mnistcnn.nn.layers;

import java.util.List;
import org.mnistcnn.nn.LayerCall;
import org.mnistcnn.nn.OnnxCall;
import org.mnistcnn.nn.OnnxForm;
import org.mnistcnn.nn.UnaryLayer;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * The mean of each window: {@code (height, width, channels)} becomes an image of one pixel per
 * window. Padding does not count.
 *
 * @param poolSize height and width of the window
 * @param strides how far it moves
 * @param padding what it does at the border
 */
public record AveragePooling2D(Size poolSize, Size strides, Padding padding)
    implements UnaryLayer, OnnxForm {

  /** Windows that do not overlap; a remainder at the border is dropped. */
  public AveragePooling2D(int poolSize) {
    this(Size.square(poolSize), Size.square(poolSize), Padding.VALID);
  }

  @Override
  public Shape outputShape(Shape input) {
    ImageInput.require(input);
    return window().outputShape(input, input.get(2));
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    return call.tf()
        .nn
        .avgPool(
            input,
            List.of(1L, (long) poolSize.height(), (long) poolSize.width(), 1L),
            window().opStrides(),
            padding.name());
  }

  @Override
  public <V> V onnx(OnnxCall<V> call) {
    // ONNX leaves padding out of the mean unless it is told otherwise, as TensorFlow does.
    return call.operator("AveragePool", window().onnxAttributes(call.inputShape()), call.input());
  }

  private Window window() {
    return new Window("poolSize", poolSize, strides, Size.square(1), padding);
  }
}
