package org.mnistcnn.formats.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.nn.layers.Padding;
import org.mnistcnn.nn.layers.Size;
import org.tensorflow.ndarray.Shape;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXRef;

/** A layer in its place: names its nodes and knows its weights. */
final class OnnxPlace {

  /**
   * A window that moves over an image.
   *
   * @param dilation the distance between the values that it takes
   */
  record Window(Size size, Size strides, Size dilation, Padding padding) {

    /** The attributes that poolings and convolutions share. */
    Map<String, Object> attributes(Shape image) {
      int[] vertical = around(image.get(0), size.height(), strides.height(), dilation.height());
      int[] horizontal = around(image.get(1), size.width(), strides.width(), dilation.width());
      return Map.of(
          "kernel_shape", new int[] {size.height(), size.width()},
          "strides", new int[] {strides.height(), strides.width()},
          "pads", new int[] {vertical[0], horizontal[0], vertical[1], horizontal[1]});
    }

    /** Padding before and after one axis; the odd one comes after it. */
    private int[] around(long length, int size, int stride, int dilation) {
      if (padding == Padding.VALID) {
        return new int[2];
      }
      long steps = (length + stride - 1) / stride;
      int span = (size - 1) * dilation + 1;
      int total = (int) Math.max(0, (steps - 1) * stride + span - length);
      return new int[] {total / 2, total - total / 2};
    }
  }

  private final ONNXContext onnx;
  private final TrainedModel trained;
  private final Model.Node node;

  OnnxPlace(ONNXContext onnx, TrainedModel trained, Model.Node node) {
    this.onnx = onnx;
    this.trained = trained;
    this.node = node;
  }

  /** The shape of the first input, {@code (height, width, channels)} of an image. */
  Shape inputShape() {
    return node.inputShapes().get(0);
  }

  ONNXRef<?> node(OnnxOperator operator, Map<String, Object> attributes, ONNXRef<?>... inputs) {
    return node(operator, attributes, Arrays.asList(inputs));
  }

  ONNXRef<?> node(OnnxOperator operator, Map<String, Object> attributes, List<ONNXRef<?>> inputs) {
    return onnx.operation(operator, inputs, node.name(), attributes);
  }

  ONNXRef<?> flat(ONNXRef<?> value) {
    return node(OnnxOperator.FLATTEN, Map.of(), value);
  }

  ONNXRef<?> constant(float value) {
    return onnx.constant(node.name() + "/constant", value);
  }

  ONNXRef<?> convolution(
      Window window, int groups, ONNXRef<?> kernel, boolean useBias, ONNXRef<?> input) {
    Map<String, Object> attributes = new HashMap<>(window.attributes(inputShape()));
    attributes.put("dilations", new int[] {window.dilation().height(), window.dilation().width()});
    attributes.put("group", groups);
    return useBias
        ? node(OnnxOperator.CONV_WITH_BIAS, attributes, input, kernel, weight("bias"))
        : node(OnnxOperator.CONV, attributes, input, kernel);
  }

  /** A weight as it is. */
  ONNXRef<?> weight(String name) {
    return tensor(name, shape(name), values(name));
  }

  /** {@code (height, width, in, out)} as {@code (out, in, height, width)}. */
  ONNXRef<?> kernel(String name) {
    return kernel(name, false);
  }

  /** {@code (height, width, in, multiplier)} as {@code (in * multiplier, 1, height, width)}. */
  ONNXRef<?> depthwiseKernel(String name) {
    return kernel(name, true);
  }

  private ONNXRef<?> kernel(String name, boolean depthwise) {
    long[] sizes = shape(name).asArray();
    int window = (int) (sizes[0] * sizes[1]);
    int in = (int) sizes[2];
    int out = (int) sizes[3];
    float[] from = values(name);
    float[] to = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      int position = i / (in * out);
      int channel = i / out % in;
      int filter = i % out;
      int row = depthwise ? channel * out + filter : filter * in + channel;
      to[row * window + position] = from[i];
    }
    Shape shape =
        depthwise
            ? Shape.of((long) in * out, 1, sizes[0], sizes[1])
            : Shape.of(out, in, sizes[0], sizes[1]);
    return tensor(name, shape, to);
  }

  /** One number for each channel. */
  ONNXRef<?> filled(String name, float value) {
    float[] values = new float[(int) inputShape().get(inputShape().numDimensions() - 1)];
    Arrays.fill(values, value);
    return tensor(name, Shape.of(values.length), values);
  }

  private ONNXRef<?> tensor(String name, Shape shape, float[] values) {
    return onnx.floatTensor(
        node.name() + "/" + name,
        Arrays.stream(shape.asArray()).mapToObj(Math::toIntExact).toList(),
        buffer -> buffer.put(values));
  }

  private Shape shape(String name) {
    return weightOf(name).shape();
  }

  private float[] values(String name) {
    return trained.value(weightOf(name));
  }

  private Weight weightOf(String name) {
    return node.weights().stream()
        .filter(weight -> weight.name().equals(node.name() + "/" + name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no weight " + name + " in " + node));
  }

  ONNXRef<?> activated(Activation activation, ONNXRef<?> x) {
    return switch (activation) {
      case LINEAR -> x;
      case RELU -> node(OnnxOperator.RELU, Map.of(), x);
      case RELU6 -> node(OnnxOperator.CLIP, Map.of(), x, constant(0), constant(6));
      case LEAKY_RELU -> node(OnnxOperator.LEAKY_RELU, Map.of("alpha", 0.2f), x);
      case ELU -> node(OnnxOperator.ELU, Map.of(), x);
      case SELU -> node(OnnxOperator.SELU, Map.of(), x);
      case GELU -> {
        ONNXRef<?> scaled = node(OnnxOperator.MUL, Map.of(), x, constant((float) Math.sqrt(0.5)));
        ONNXRef<?> error = node(OnnxOperator.ERF, Map.of(), scaled);
        ONNXRef<?> share = node(OnnxOperator.ADD, Map.of(), error, constant(1));
        ONNXRef<?> half = node(OnnxOperator.MUL, Map.of(), x, constant(0.5f));
        yield node(OnnxOperator.MUL, Map.of(), half, share);
      }
      case EXPONENTIAL -> node(OnnxOperator.EXP, Map.of(), x);
      case HARD_SIGMOID -> hardSigmoid(x);
      case HARD_SILU -> node(OnnxOperator.MUL, Map.of(), x, hardSigmoid(x));
      case MISH -> {
        ONNXRef<?> softplus = node(OnnxOperator.SOFTPLUS, Map.of(), x);
        yield node(OnnxOperator.MUL, Map.of(), x, node(OnnxOperator.TANH, Map.of(), softplus));
      }
      case SILU -> node(OnnxOperator.MUL, Map.of(), x, node(OnnxOperator.SIGMOID, Map.of(), x));
      case SOFTPLUS -> node(OnnxOperator.SOFTPLUS, Map.of(), x);
      case SOFTSIGN -> node(OnnxOperator.SOFTSIGN, Map.of(), x);
      case SIGMOID -> node(OnnxOperator.SIGMOID, Map.of(), x);
      case TANH -> node(OnnxOperator.TANH, Map.of(), x);
      case SOFTMAX -> node(OnnxOperator.SOFTMAX, Map.of("axis", 1), x);
    };
  }

  private ONNXRef<?> hardSigmoid(ONNXRef<?> x) {
    return node(OnnxOperator.HARD_SIGMOID, Map.of("alpha", 1 / 6f, "beta", 0.5f), x);
  }
}
