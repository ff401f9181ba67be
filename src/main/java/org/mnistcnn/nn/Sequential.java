package org.mnistcnn.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A network whose layers follow one another, named as Keras names them. Immutable. */
public final class Sequential {

  /**
   * A layer in its place.
   *
   * @param name unique within the model, such as {@code conv2d_1}
   * @param layer its settings
   * @param input shape of its input, without batch
   * @param output shape of its output, without batch
   */
  public record Node(String name, Layer layer, Shape input, Shape output) {

    /** The layer's weights under their names within the model, such as {@code conv2d/kernel}. */
    public List<Weight> weights() {
      return layer.weights(input).stream().map(weight -> weight.of(name)).toList();
    }

    /** Number of values in the layer's weights. */
    public long parameters() {
      return weights().stream().mapToLong(weight -> weight.shape().size()).sum();
    }
  }

  /**
   * What a model computes from a batch.
   *
   * @param logits what goes into the last activation, shape {@code (batch, classes)}
   * @param probabilities the model's output, shape {@code (batch, classes)}
   */
  public record Outputs(Operand<TFloat32> logits, Operand<TFloat32> probabilities) {}

  private final Shape inputShape;
  private final List<Node> nodes;

  /**
   * A network of these layers.
   *
   * @param inputShape shape of one sample, such as {@code (28, 28, 1)}
   * @throws IllegalArgumentException if a layer does not fit the output of the one before
   */
  public Sequential(Shape inputShape, Layer... layers) {
    if (layers.length == 0) {
      throw new IllegalArgumentException("a model needs at least one layer, got none");
    }
    this.inputShape = inputShape;
    List<Node> nodes = new ArrayList<>();
    Map<String, Integer> uses = new HashMap<>();
    Shape shape = inputShape;
    for (Layer layer : layers) {
      String base = snakeCase(layer.className());
      int use = uses.merge(base, 1, Integer::sum) - 1;
      String name = use == 0 ? base : base + "_" + use;
      Shape output = outputShape(layer, name, nodes.size(), shape);
      nodes.add(new Node(name, layer, shape, output));
      shape = output;
    }
    this.nodes = List.copyOf(nodes);
  }

  private static Shape outputShape(Layer layer, String name, int index, Shape input) {
    try {
      return layer.outputShape(input);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "layer %d, %s (%s): %s".formatted(index, name, layer.className(), e.getMessage()), e);
    }
  }

  /** Keras's rule for the name of a layer without one: {@code MaxPooling2D}: max_pooling2d. */
  private static String snakeCase(String className) {
    return className.replaceAll("([a-z0-9])([A-Z][a-z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /** Shape of one sample, without batch. */
  public Shape inputShape() {
    return inputShape;
  }

  /** Shape of the output for one sample, without batch. */
  public Shape outputShape() {
    return last().output();
  }

  /** The layers in their order. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The weights of all layers, in order. */
  public List<Weight> weights() {
    return nodes.stream().flatMap(node -> node.weights().stream()).toList();
  }

  /** Adds the ops of one weight's first value, which depends on the run's seed and its name. */
  public static Operand<TFloat32> initialValue(Ops tf, Weight weight, long seed) {
    return weight.initializer().value(tf, weight.shape(), Seeds.derive(seed, weight.name()));
  }

  /**
   * Adds the model's ops to a graph.
   *
   * @param input shape {@code (batch, ...inputShape)}
   */
  public Outputs call(ModelCall call, Operand<TFloat32> input) {
    Operand<TFloat32> value = input;
    for (Node node : nodes.subList(0, nodes.size() - 1)) {
      value = node.layer().call(layerCall(call, node), value);
    }
    LayerCall lastCall = layerCall(call, last());
    Operand<TFloat32> logits = last().layer().withoutActivation().call(lastCall, value);
    return new Outputs(logits, last().layer().activation().call(lastCall.tf(), logits));
  }

  private static LayerCall layerCall(ModelCall call, Node node) {
    return new LayerCall(call.tf().withSubScope(node.name()), node, call);
  }

  private Node last() {
    return nodes.get(nodes.size() - 1);
  }

  /** Keras's {@code summary()}: a row a layer with output shape and parameters, then the sum. */
  public String summary() {
    return new Summary(this).toString();
  }
}
