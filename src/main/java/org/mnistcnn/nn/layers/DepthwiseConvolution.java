package org.mnistcnn.nn.layers;

import org.mnistcnn.common.SettingException;
import org.mnistcnn.nn.LayerCall;
import org.mnistcnn.nn.OnnxCall;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A convolution of each channel on its own, without bias. */
record DepthwiseConvolution(Window window) {

  static void check(Size strides, Size dilationRate) {
    if (!strides.isSquare() && dilationRate.isOne()) {
      throw new SettingException(
          "strides",
          "must be equal both ways, got %s: TensorFlow has no other depthwise convolution"
              .formatted(strides));
    }
  }

  Operand<TFloat32> apply(LayerCall call, Operand<TFloat32> input, Operand<TFloat32> kernel) {
    Ops tf = call.tf();
    if (window.dilation().isOne()) {
      return tf.nn.depthwiseConv2dNative(
          input, kernel, window.opStrides(), window.padding().name());
    }
    Window step =
        new Window(window.setting(), window.size(), Size.square(1), Size.square(1), Padding.VALID);
    return window.dilated(
        tf,
        input,
        call.inputShape(),
        phases ->
            tf.nn.depthwiseConv2dNative(phases, kernel, step.opStrides(), step.padding().name()));
  }

  /**
   * Adds ONNX's operator: a convolution with as many groups as channels.
   *
   * @param kernel the name of a weight of shape {@code (height, width, channels, multiplier)}
   */
  <V> V onnx(OnnxCall<V> call, String kernel, boolean useBias) {
    Shape shape = call.weightShape(kernel);
    int channels = (int) shape.get(2);
    return window.onnxConvolution(
        call,
        call.input(),
        call.weight(
            kernel,
            new int[] {2, 3, 0, 1},
            Shape.of(channels * shape.get(3), 1, shape.get(0), shape.get(1))),
        channels,
        useBias);
  }
}
