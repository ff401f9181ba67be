package org.mnistcnn.formats.onnx;

import java.util.List;
import java.util.Map;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.nn.Layer;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.layers.ActivationLayer;
import org.mnistcnn.nn.layers.Add;
import org.mnistcnn.nn.layers.Average;
import org.mnistcnn.nn.layers.AveragePooling2D;
import org.mnistcnn.nn.layers.BatchNormalization;
import org.mnistcnn.nn.layers.Concatenate;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.DepthwiseConv2D;
import org.mnistcnn.nn.layers.Dropout;
import org.mnistcnn.nn.layers.Flatten;
import org.mnistcnn.nn.layers.GlobalAveragePooling2D;
import org.mnistcnn.nn.layers.GlobalMaxPooling2D;
import org.mnistcnn.nn.layers.MaxPooling2D;
import org.mnistcnn.nn.layers.Padding;
import org.mnistcnn.nn.layers.Rescaling;
import org.mnistcnn.nn.layers.SeparableConv2D;
import org.mnistcnn.nn.layers.Size;
import org.mnistcnn.nn.layers.SpatialDropout2D;
import org.tensorflow.ndarray.Shape;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXRef;

/**
 * Layers as nodes of ONNX. Between layers, images have their channels first, {@code (batch,
 * channels, height, width)}; so the last axis of ours is axis 1 here, of images and vectors alike.
 */
final class OnnxLayers {

  private static final Map<String, Object> CHANNELS = Map.of("axis", 1);

  private final ONNXContext onnx;
  private final TrainedModel trained;

  OnnxLayers(ONNXContext onnx, TrainedModel trained) {
    this.onnx = onnx;
    this.trained = trained;
  }

  /**
   * Adds a layer's nodes.
   *
   * @return its output
   */
  ONNXRef<?> add(Model.Node node, List<ONNXRef<?>> inputs) {
    Layer layer = node.layer();
    ONNXRef<?> input = inputs.get(0);
    OnnxPlace place = new OnnxPlace(onnx, trained, node);
    // What a layer does in training alone is not in an exported graph.
    if (layer instanceof Dropout || layer instanceof SpatialDropout2D) {
      return input;
    } else if (layer instanceof Rescaling rescaling) {
      return rescaled(place, rescaling, input);
    } else if (layer instanceof Conv2D conv) {
      return place.activated(conv.activation(), convolution(place, conv, input));
    } else if (layer instanceof DepthwiseConv2D conv) {
      return place.activated(conv.activation(), depthwise(place, conv, input));
    } else if (layer instanceof SeparableConv2D conv) {
      return place.activated(conv.activation(), separable(place, conv, input));
    } else if (layer instanceof Dense dense) {
      return place.activated(dense.activation(), product(place, dense, input));
    } else if (layer instanceof ActivationLayer activation) {
      return place.activated(activation.activation(), input);
    } else if (layer instanceof BatchNormalization normalization) {
      return normalized(place, normalization, input);
    } else if (layer instanceof MaxPooling2D pooling) {
      OnnxPlace.Window window =
          new OnnxPlace.Window(
              pooling.poolSize(), pooling.strides(), new Size(1, 1), pooling.padding());
      return place.node(OnnxOperator.MAX_POOL, window.attributes(place.inputShape()), input);
    } else if (layer instanceof AveragePooling2D pooling) {
      // ONNX leaves padding out of the mean unless it is told otherwise, as TensorFlow does.
      OnnxPlace.Window window =
          new OnnxPlace.Window(
              pooling.poolSize(), pooling.strides(), new Size(1, 1), pooling.padding());
      return place.node(OnnxOperator.AVERAGE_POOL, window.attributes(place.inputShape()), input);
    } else if (layer instanceof GlobalAveragePooling2D) {
      return place.flat(place.node(OnnxOperator.GLOBAL_AVERAGE_POOL, Map.of(), input));
    } else if (layer instanceof GlobalMaxPooling2D) {
      return place.flat(place.node(OnnxOperator.GLOBAL_MAX_POOL, Map.of(), input));
    } else if (layer instanceof Flatten) {
      return flattened(place, input);
    } else if (layer instanceof Add) {
      return place.node(OnnxOperator.SUM, Map.of(), inputs);
    } else if (layer instanceof Average) {
      return place.node(OnnxOperator.MEAN, Map.of(), inputs);
    } else if (layer instanceof Concatenate) {
      return place.node(OnnxOperator.CONCAT, CHANNELS, inputs);
    }
    throw new IllegalArgumentException(
        "layer %s (%s) has no form in ONNX; export it as a SavedModel"
            .formatted(node.name(), layer.className()));
  }

  private static ONNXRef<?> rescaled(OnnxPlace place, Rescaling rescaling, ONNXRef<?> input) {
    ONNXRef<?> scaled =
        place.node(OnnxOperator.MUL, Map.of(), input, place.constant((float) rescaling.scale()));
    return rescaling.offset() == 0
        ? scaled
        : place.node(
            OnnxOperator.ADD, Map.of(), scaled, place.constant((float) rescaling.offset()));
  }

  private static ONNXRef<?> convolution(OnnxPlace place, Conv2D conv, ONNXRef<?> input) {
    OnnxPlace.Window window =
        new OnnxPlace.Window(
            conv.kernelSize(), conv.strides(), conv.dilationRate(), conv.padding());
    return place.convolution(window, conv.groups(), place.kernel("kernel"), conv.useBias(), input);
  }

  private static ONNXRef<?> depthwise(OnnxPlace place, DepthwiseConv2D conv, ONNXRef<?> input) {
    OnnxPlace.Window window =
        new OnnxPlace.Window(
            conv.kernelSize(), conv.strides(), conv.dilationRate(), conv.padding());
    int channels = (int) place.inputShape().get(2);
    return place.convolution(
        window, channels, place.depthwiseKernel("kernel"), conv.useBias(), input);
  }

  private static ONNXRef<?> separable(OnnxPlace place, SeparableConv2D conv, ONNXRef<?> input) {
    OnnxPlace.Window window =
        new OnnxPlace.Window(
            conv.kernelSize(), conv.strides(), conv.dilationRate(), conv.padding());
    int channels = (int) place.inputShape().get(2);
    ONNXRef<?> depthwise =
        place.convolution(
            window, channels, place.depthwiseKernel("depthwise_kernel"), false, input);
    Size one = new Size(1, 1);
    return place.convolution(
        new OnnxPlace.Window(one, one, one, Padding.VALID),
        1,
        place.kernel("pointwise_kernel"),
        conv.useBias(),
        depthwise);
  }

  private static ONNXRef<?> product(OnnxPlace place, Dense dense, ONNXRef<?> input) {
    return dense.useBias()
        ? place.node(
            OnnxOperator.GEMM, Map.of(), input, place.weight("kernel"), place.weight("bias"))
        : place.node(OnnxOperator.MAT_MUL, Map.of(), input, place.weight("kernel"));
  }

  private static ONNXRef<?> normalized(
      OnnxPlace place, BatchNormalization normalization, ONNXRef<?> input) {
    return place.node(
        OnnxOperator.BATCH_NORMALIZATION,
        Map.of("epsilon", (float) normalization.epsilon()),
        input,
        normalization.scale() ? place.weight("gamma") : place.filled("gamma", 1),
        normalization.center() ? place.weight("beta") : place.filled("beta", 0),
        place.weight("moving_mean"),
        place.weight("moving_variance"));
  }

  /** The order of the values of a flattened image is that with the channels last. */
  private static ONNXRef<?> flattened(OnnxPlace place, ONNXRef<?> input) {
    Shape shape = place.inputShape();
    return shape.numDimensions() == 1
        ? input
        : place.flat(
            place.node(
                OnnxOperator.TRANSPOSE, Map.of("perm", OnnxGraph.toChannelsLast(shape)), input));
  }
}
