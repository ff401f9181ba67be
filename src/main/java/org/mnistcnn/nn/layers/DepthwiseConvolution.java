package org.mnistcnn.nn.layers;

import org.mnistcnn.common.SettingException;
import org.mnistcnn.nn.LayerCall;
import org.tensorflow.Operand;
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
}
