package org.mnistcnn.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.mnistcnn.common.Names;
import org.tensorflow.ndarray.Shape;

/**
 * Builds a network layer by layer, Keras's functional way: {@code add} a layer to values and get
 * its value. A layer that does not fit its inputs is refused at once.
 */
public final class ModelBuilder {

  /** The output of a layer, or the model's input: what further layers are added to. */
  public static final class Value {
    private final ModelBuilder owner;
    private final int node;
    private final Shape shape;

    private Value(ModelBuilder owner, int node, Shape shape) {
      this.owner = owner;
      this.node = node;
      this.shape = shape;
    }

    /** Its shape, without batch. */
    public Shape shape() {
      return shape;
    }
  }

  /** TensorFlow's rule for the names of scopes, in which a layer's ops are. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.][A-Za-z0-9_.-]*");

  private final Shape inputShape;
  private final List<Model.Node> nodes = new ArrayList<>();
  private final Map<String, Integer> uses = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> reserved = new HashSet<>();

  /** A network for samples of shape {@code inputShape}, such as {@code (28, 28, 1)}. */
  public ModelBuilder(Shape inputShape) {
    this.inputShape = inputShape;
  }

  /** A network made of another one, whose names no new layer is given by itself. */
  ModelBuilder(Model model) {
    this(model.inputShape());
    model.nodes().forEach(node -> reserved.add(node.name()));
  }

  public Value input() {
    return new Value(this, Model.INPUT, inputShape);
  }

  /** Adds a layer under the name that Keras would give it. */
  public Value add(Layer layer, Value... inputs) {
    return add(nameFor(layer), layer, true, inputs);
  }

  /**
   * Adds a layer.
   *
   * @param name unique within the model
   * @param trainable false to freeze the layer
   * @throws IllegalArgumentException if the name is taken, the layer does not fit its inputs, or
   *     one of these is from another builder
   */
  public Value add(String name, Layer layer, boolean trainable, Value... inputs) {
    List<Shape> shapes = new ArrayList<>();
    List<Integer> indices = new ArrayList<>();
    for (Value input : inputs) {
      if (input.owner != this) {
        throw new IllegalArgumentException(
            "layer %s: every input must come from the same builder".formatted(name));
      }
      shapes.add(input.shape);
      indices.add(input.node);
    }
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "layer %d: a name must match %s, got %s".formatted(nodes.size(), NAME, name));
    }
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "layer %s: the name is taken; layers are %s".formatted(name, names));
    }
    Shape output = outputShape(name, layer, shapes);
    nodes.add(
        new Model.Node(name, layer, trainable, List.copyOf(indices), List.copyOf(shapes), output));
    return new Value(this, nodes.size() - 1, output);
  }

  /** Adds a layer of another model under its name, frozen if it was. */
  public Value add(Model.Node node, Value... inputs) {
    return add(node.name(), node.layer(), node.trainable(), inputs);
  }

  /** What becomes of one layer of a model when it is copied: several layers, or another one. */
  @FunctionalInterface
  public interface NodeCopy {

    /**
     * Adds what takes the layer's place.
     *
     * @param builder to add it to
     * @param inputs what feeds the layer
     * @return what takes the place of the layer's output
     */
    Value add(ModelBuilder builder, Model.Node node, Value[] inputs);
  }

  /**
   * Adds the layers of a model that takes the same input.
   *
   * @return what takes the place of its output
   */
  public Value addAll(Model model, NodeCopy copy) {
    List<Value> values = new ArrayList<>();
    for (Model.Node node : model.nodes()) {
      Value[] inputs =
          node.inputs().stream()
              .map(index -> index == Model.INPUT ? input() : values.get(index))
              .toArray(Value[]::new);
      values.add(copy.add(this, node, inputs));
    }
    return values.get(values.size() - 1);
  }

  /**
   * The model whose output is {@code output}.
   *
   * @throws IllegalArgumentException if that is not the value of the last layer added, or a layer
   *     does not lead to it
   */
  public Model build(Value output) {
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a model needs at least one layer, got none");
    }
    Model.Node last = nodes.get(nodes.size() - 1);
    if (output.owner != this || output.node != nodes.size() - 1) {
      throw new IllegalArgumentException(
          "a model's output must be its last layer's, %s".formatted(last.name()));
    }
    requireUse();
    return new Model(inputShape, nodes);
  }

  /** A layer whose output nobody takes would cost weights and time, and Keras would drop it. */
  private void requireUse() {
    for (int i = 0; i < nodes.size() - 1; i++) {
      int index = i;
      if (nodes.stream().noneMatch(node -> node.inputs().contains(index))) {
        throw new IllegalArgumentException(
            "layer %d, %s (%s): its output must lead to the model's output; leave the layer out"
                .formatted(i, nodes.get(i).name(), nodes.get(i).layer().className()));
      }
    }
  }

  private Shape outputShape(String name, Layer layer, List<Shape> inputs) {
    try {
      if (layer instanceof MergeLayer merge) {
        return merge.outputShape(inputs);
      }
      if (inputs.size() != 1) {
        throw new IllegalArgumentException("it takes one input, got " + inputs.size());
      }
      UnaryLayer unary = (UnaryLayer) layer;
      Shape output = unary.outputShape(inputs.get(0));
      unary.weights(inputs.get(0)); // A constraint may not fit a weight.
      return output;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "layer %d, %s (%s): %s".formatted(nodes.size(), name, layer.className(), e.getMessage()),
          e);
    }
  }

  /**
   * The name that Keras would give a layer added next: its class's, and a number if that is taken.
   */
  public String nameFor(Layer layer) {
    String base = Names.snakeCase(layer.className());
    String name;
    do {
      int use = uses.merge(base, 1, Integer::sum) - 1;
      name = use == 0 ? base : base + "_" + use;
    } while (names.contains(name) || reserved.contains(name));
    return name;
  }
}
