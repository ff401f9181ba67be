package org.mnistcnn.nn.layers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.mnistcnn.nn.OnnxCall;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.StridedSlice;
import org.tensorflow.types.TFloat32;

/**
 * A window that moves over an image: what convolutions and poolings have in common.
 *
 * @param setting the name of {@code size} in messages
 * @param size how many values it takes each way
 * @param strides how far it moves each way
 * @param dilation the distance between the values it takes; 1 for neighbours
 * @param padding what it does at the border
 */
record Window(String setting, Size size, Size strides, Size dilation, Padding padding) {

  /** One pixel at a time. */
  static final Window PIXEL =
      new Window("kernelSize", Size.square(1), Size.square(1), Size.square(1), Padding.VALID);

  /** All four axes, as a mask of bits. */
  private static final long EVERY_AXIS = 0b1111;

  /**
   * The shape of what it makes of an image.
   *
   * @throws IllegalArgumentException if {@code input} is no image, or smaller than the window
   */
  Shape outputShape(Shape input, long channels) {
    ImageInput.require(input);
    if (padding == Padding.VALID && (input.get(0) < spanHeight() || input.get(1) < spanWidth())) {
      throw new IllegalArgumentException(
          "%s must not be larger than the image, got %s%s for input shape %s; padding same allows it"
              .formatted(setting, size, dilation.isOne() ? "" : " dilated by " + dilation, input));
    }
    return Shape.of(
        steps(input.get(0), spanHeight(), strides.height()),
        steps(input.get(1), spanWidth(), strides.width()),
        channels);
  }

  /** At how many places of an image it stands. */
  long places(Shape input) {
    Shape output = outputShape(input, 1);
    return output.get(0) * output.get(1);
  }

  /** The strides as an attribute of an op on {@code (batch, height, width, channels)}. */
  List<Long> opStrides() {
    return List.of(1L, (long) strides.height(), (long) strides.width(), 1L);
  }

  /**
   * Adds the ops of a dilated convolution: each phase of the image becomes an image of its own, on
   * which the window has no gaps. The attribute {@code dilations} of TensorFlow's convolutions is
   * no way: the C++ library's gradients leave it out.
   *
   * @param image shape of one input, without batch
   * @param convolution a convolution without padding and dilation that moves by one
   */
  Operand<TFloat32> dilated(
      Ops tf, Operand<TFloat32> input, Shape image, UnaryOperator<Operand<TFloat32>> convolution) {
    int[] vertical = around(image.get(0), spanHeight(), strides.height(), dilation.height());
    int[] horizontal = around(image.get(1), spanWidth(), strides.width(), dilation.width());
    Operand<TFloat32> phases =
        tf.spaceToBatchNd(
            input,
            tf.constant(new int[] {dilation.height(), dilation.width()}),
            tf.constant(
                new int[][] {
                  {vertical[0], vertical[1] + vertical[2]},
                  {horizontal[0], horizontal[1] + horizontal[2]}
                }));
    Operand<TFloat32> everyStep =
        tf.batchToSpaceNd(
            convolution.apply(phases),
            tf.constant(new int[] {dilation.height(), dilation.width()}),
            tf.constant(new int[][] {{0, vertical[2]}, {0, horizontal[2]}}));
    return strides.isOne() ? everyStep : everyNth(tf, everyStep);
  }

  /** The attributes that poolings and convolutions share in ONNX. */
  Map<String, Object> onnxAttributes(Shape image) {
    int[] vertical = around(image.get(0), spanHeight(), strides.height(), dilation.height());
    int[] horizontal = around(image.get(1), spanWidth(), strides.width(), dilation.width());
    return Map.of(
        "kernel_shape", new int[] {size.height(), size.width()},
        "strides", new int[] {strides.height(), strides.width()},
        "pads", new int[] {vertical[0], horizontal[0], vertical[1], horizontal[1]});
  }

  /**
   * Adds ONNX's operator of a convolution.
   *
   * @param groups into how many groups the channels are split
   * @param kernel in ONNX's order
   * @param useBias whether the layer's {@code bias} is added
   */
  <V> V onnxConvolution(OnnxCall<V> call, V input, V kernel, int groups, boolean useBias) {
    Map<String, Object> attributes = new HashMap<>(onnxAttributes(call.inputShape()));
    attributes.put("dilations", new int[] {dilation.height(), dilation.width()});
    attributes.put("group", groups);
    return call.operator(
        "Conv",
        attributes,
        useBias ? List.of(input, kernel, call.weight("bias")) : List.of(input, kernel));
  }

  private Operand<TFloat32> everyNth(Ops tf, Operand<TFloat32> steps) {
    int[] ignored = new int[4];
    return tf.stridedSlice(
        steps,
        tf.constant(ignored),
        tf.constant(ignored),
        tf.constant(new int[] {1, strides.height(), strides.width(), 1}),
        StridedSlice.beginMask(EVERY_AXIS),
        StridedSlice.endMask(EVERY_AXIS));
  }

  private long steps(long length, int span, int stride) {
    return padding == Padding.SAME ? (length + stride - 1) / stride : (length - span) / stride + 1;
  }

  /**
   * Zeros before and after one axis, the odd one after it, and further ones that make it a multiple
   * of the dilation.
   */
  private int[] around(long length, int span, int stride, int dilation) {
    long total =
        padding == Padding.SAME
            ? Math.max(0, (steps(length, span, stride) - 1) * stride + span - length)
            : 0;
    long before = total / 2;
    return new int[] {
      (int) before, (int) (total - before), (int) Math.floorMod(-(length + total), (long) dilation)
    };
  }

  private int spanHeight() {
    return (size.height() - 1) * dilation.height() + 1;
  }

  private int spanWidth() {
    return (size.width() - 1) * dilation.width() + 1;
  }
}
