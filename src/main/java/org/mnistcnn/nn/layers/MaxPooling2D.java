package org.mnistcnn.nn.layers;

import java.util.List;
import org.mnistcnn.nn.LayerCall;
import org.mnistcnn.nn.OnnxCall;
import org.mnistcnn.nn.OnnxForm;
import org.mnistcnn.nn.UnaryLayer;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The maximum of each window: {@code (height, width, channels)} becomes an image of one pixel per
 * window.
 *
 * @param poolSize height and width of the window
 * @param strides how far it moves
 * @param padding what it does at the border
 */
public record MaxPooling2D(Size poolSize, Size strides, Padding padding)
    implements UnaryLayer, OnnxForm {

  /** Windows that do not overlap; a remainder at the border is dropped. */
  public MaxPooling2D(int poolSize) {
    this(Size.square(poolSize), Size.square(poolSize), Padding.VALID);
  }

  @Override
  public Shape outputShape(Shape input) {
    ImageInput.require(input);
    return window().outputShape(input, input.get(2));
  }

  /**
   * Adds the op MaxPool: unlike MaxPoolV2, its gradient has a oneDNN kernel on a CPU. In training,
   * a convolution before it gets its gradients from {@link PooledConvolution}, where it can.
   */
  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    Operand<TFloat32> pooled = pool(call.tf(), "MaxPool", List.of(input));
    return call.training()
        ? call.soleSource()
            .filter(PooledConvolution::takes)
            .map(source -> PooledConvolution.withGradients(source, call, this, input, pooled))
            .orElse(pooled)
        : pooled;
  }

  @Override
  public <V> V onnx(OnnxCall<V> call) {
    return call.operator("MaxPool", window().onnxAttributes(call.inputShape()), call.input());
  }

  /**
   * Adds the op of the gradient with respect to the input.
   *
   * @param input of the pooling
   * @param output of the pooling
   * @param gradient with respect to the output
   */
  Operand<TFloat32> gradient(
      Ops tf, Operand<TFloat32> input, Operand<TFloat32> output, Operand<TFloat32> gradient) {
    return pool(tf, "MaxPoolGrad", List.of(input, output, gradient));
  }

  private Operand<TFloat32> pool(Ops tf, String type, List<Operand<TFloat32>> inputs) {
    OperationBuilder op = tf.scope().opBuilder(type, type);
    inputs.forEach(input -> op.addInput(input.asOutput()));
    return op.setAttr("ksize", new long[] {1, poolSize.height(), poolSize.width(), 1})
        .setAttr("strides", new long[] {1, strides.height(), strides.width(), 1})
        .setAttr("padding", padding.name())
        .build()
        .output(0);
  }

  private Window window() {
    return new Window("poolSize", poolSize, strides, Size.square(1), padding);
  }
}
