package org.mnistcnn.nn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mnistcnn.common.Names;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A network: layers, each fed by the model's input or by layers before it, with the output of the
 * last one as the model's. Names are those that Keras gives. Immutable.
 *
 * <p>{@link #sequential} makes one of layers that follow one another, {@link ModelBuilder} any
 * other.
 */
public final class Model {

  /** The index that stands for the model's input among a node's inputs. */
  public static final int INPUT = -1;

  /**
   * A layer in its place.
   *
   * @param name unique within the model, such as {@code conv2d_1}
   * @param layer its settings
   * @param trainable false for a frozen layer: no gradient changes its weights, and its statistics
   *     stay
   * @param inputs the nodes that feed it, as indices into the model's nodes, or {@link #INPUT}
   * @param inputShapes shapes of its inputs, without batch
   * @param outputShape shape of its output, without batch
   */
  public record Node(
      String name,
      Layer layer,
      boolean trainable,
      List<Integer> inputs,
      List<Shape> inputShapes,
      Shape outputShape) {

    private Node trainable(boolean whether) {
      return new Node(name, layer, whether, inputs, inputShapes, outputShape);
    }

    /** The layer's weights under their names within the model, such as {@code conv2d/kernel}. */
    public List<Weight> weights() {
      return layer instanceof UnaryLayer unary
          ? unary.weights(inputShapes.get(0)).stream().map(weight -> weight.in(this)).toList()
          : List.of();
    }

    private long multiplications() {
      return layer instanceof UnaryLayer unary ? unary.multiplications(inputShapes.get(0)) : 0;
    }
  }

  /**
   * What a model computes from a batch.
   *
   * @param logits what goes into the last activation, shape {@code (batch, classes)}; of a model
   *     that ends in a merge, such as an ensemble, the logarithm of the output, whose softmax it is
   * @param probabilities the model's output, shape {@code (batch, classes)}
   * @param updates the new values of statistics by the weight's name, in training; for example of
   *     {@code batch_normalization/moving_mean}
   * @param customGradients the parts with gradients of their own, in training, each after those
   *     that feed it
   */
  public record Outputs(
      Operand<TFloat32> logits,
      Operand<TFloat32> probabilities,
      Map<String, Operand<TFloat32>> updates,
      List<CustomGradient> customGradients) {}

  private final Shape inputShape;
  private final List<Node> nodes;

  Model(Shape inputShape, List<Node> nodes) {
    this.inputShape = inputShape;
    this.nodes = List.copyOf(nodes);
  }

  /**
   * A network of layers that follow one another.
   *
   * @param inputShape shape of one sample, such as {@code (28, 28, 1)}
   * @throws IllegalArgumentException if a layer does not fit the output of the one before; the
   *     message names the layer, its index and the shape
   */
  public static Model sequential(Shape inputShape, UnaryLayer... layers) {
    ModelBuilder builder = new ModelBuilder(inputShape);
    ModelBuilder.Value value = builder.input();
    for (UnaryLayer layer : layers) {
      value = builder.add(layer, value);
    }
    return builder.build(value);
  }

  /**
   * The same network with these layers frozen.
   *
   * @throws IllegalArgumentException if there is no layer of a name; the message lists the layers
   */
  public Model withFrozen(Collection<String> layers) {
    List<String> names = nodes.stream().map(Node::name).toList();
    for (String layer : layers) {
      if (!names.contains(layer)) {
        throw new IllegalArgumentException(Names.unknown("layer", layer, names));
      }
    }
    return new Model(
        inputShape,
        nodes.stream()
            .map(node -> layers.contains(node.name()) ? node.trainable(false) : node)
            .toList());
  }

  /** The same network with no layer frozen. */
  public Model unfrozen() {
    return new Model(inputShape, nodes.stream().map(node -> node.trainable(true)).toList());
  }

  /**
   * The network rebuilt layer by layer.
   *
   * @param copy adds what takes the place of each layer
   * @throws IllegalArgumentException if layers do not fit together any more
   */
  public Model map(ModelBuilder.NodeCopy copy) {
    ModelBuilder builder = new ModelBuilder(this);
    return builder.build(builder.addAll(this, copy));
  }

  /**
   * The same network with its layers in another order.
   *
   * @param order the indices of all layers, each after those that feed it, the last one last
   */
  public Model reordered(List<Integer> order) {
    List<Node> reordered = new ArrayList<>();
    for (int index : order) {
      Node node = nodes.get(index);
      List<Integer> inputs =
          node.inputs().stream()
              .map(source -> source == INPUT ? INPUT : order.indexOf(source))
              .toList();
      if (inputs.stream().anyMatch(source -> source >= reordered.size())) {
        throw new IllegalArgumentException(
            "layer %s must stand after those that feed it".formatted(node.name()));
      }
      reordered.add(
          new Node(
              node.name(),
              node.layer(),
              node.trainable(),
              inputs,
              node.inputShapes(),
              node.outputShape()));
    }
    return new Model(inputShape, reordered);
  }

  /** Shape of one sample, without batch. */
  public Shape inputShape() {
    return inputShape;
  }

  /** Shape of the output for one sample, without batch. */
  public Shape outputShape() {
    return last().outputShape();
  }

  /** The layers, each after those that feed it; the last one's output is the model's. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Whether the layers simply follow one another. */
  public boolean isSequential() {
    for (int i = 0; i < nodes.size(); i++) {
      if (!nodes.get(i).inputs().equals(List.of(i - 1))) {
        return false;
      }
    }
    return true;
  }

  public List<Weight> weights() {
    return nodes.stream().flatMap(node -> node.weights().stream()).toList();
  }

  /** Number of values that gradients change. */
  public long trainedParameters() {
    return weights().stream()
        .filter(Weight::trainable)
        .mapToLong(weight -> weight.shape().size())
        .sum();
  }

  /**
   * How many multiplications by values of kernels one sample costs, which is nearly all of a
   * network's time.
   */
  public long multiplications() {
    return nodes.stream().mapToLong(Node::multiplications).sum();
  }

  /**
   * How many floating-point operations one sample costs in training, forward and backward: each
   * multiplication comes with an addition, and comes again in the gradient of the kernel and in
   * that of the layer's input, which the first layer with a kernel does not need.
   */
  public long trainingFlops() {
    long first =
        nodes.stream()
            .mapToLong(Node::multiplications)
            .filter(count -> count > 0)
            .findFirst()
            .orElse(0);
    return 2 * (3 * multiplications() - first);
  }

  /**
   * Whether, in training, samples of a batch depend on one another: see {@link Layer#mixesSamples}.
   */
  public boolean mixesSamples() {
    return nodes.stream().anyMatch(node -> node.trainable() && node.layer().mixesSamples());
  }

  /** Adds the ops of one weight's first value, which depends on the run's seed and its name. */
  public static Operand<TFloat32> initialValue(Ops tf, Weight weight, long seed) {
    return weight.initializer().value(tf, weight.shape(), DerivedSeed.derive(seed, weight.name()));
  }

  /**
   * Adds the ops of what the trained weights add to the loss, a scalar.
   *
   * @param weights the value of a weight by its name
   */
  public Operand<TFloat32> penalty(Ops tf, Map<String, Operand<TFloat32>> weights) {
    Operand<TFloat32> penalty = tf.constant(0f);
    for (Weight weight : weights()) {
      Operand<TFloat32> value = weights.get(weight.name());
      if (value != null && weight.hasPenalty()) {
        penalty = tf.math.add(penalty, weight.regularizer().penalty(tf, value));
      }
    }
    return penalty;
  }

  /**
   * Adds the model's ops to a graph.
   *
   * @param input shape {@code (batch, ...inputShape)}
   */
  public Outputs call(ModelCall call, Operand<TFloat32> input) {
    List<LayerCall> calls = nodes.stream().map(node -> new LayerCall(node, call)).toList();
    List<Operand<TFloat32>> values = new ArrayList<>();
    for (int index = 0; index < nodes.size() - 1; index++) {
      values.add(value(calls, index, input, values));
    }
    LayerCall lastCall = calls.get(calls.size() - 1);
    Ops tf = lastCall.tf();
    List<Operand<TFloat32>> inputs = inputs(last(), input, values);
    Operand<TFloat32> logits;
    Operand<TFloat32> output;
    if (last().layer() instanceof MergeLayer merge) {
      output = merge.call(lastCall, inputs);
      logits = tf.math.log(tf.math.maximum(output, tf.constant(Float.MIN_NORMAL)));
    } else {
      UnaryLayer lastLayer = (UnaryLayer) last().layer();
      logits = lastLayer.withoutActivation().call(lastCall, inputs.get(0));
      output = lastLayer.activation().call(tf, logits);
    }
    return new Outputs(logits, output, call.updates(), call.customGradients());
  }

  private Operand<TFloat32> value(
      List<LayerCall> calls, int index, Operand<TFloat32> input, List<Operand<TFloat32>> values) {
    Node node = nodes.get(index);
    LayerCall call = calls.get(index);
    List<Operand<TFloat32>> inputs = inputs(node, input, values);
    if (node.layer() instanceof MergeLayer merge) {
      return merge.call(call, inputs);
    }
    return ((UnaryLayer) node.layer())
        .call(soleSource(calls, node, input, values).map(call::fedBy).orElse(call), inputs.get(0));
  }

  /** The node that feeds {@code node}, if nobody else takes its values. */
  private Optional<LayerCall.Source> soleSource(
      List<LayerCall> calls, Node node, Operand<TFloat32> input, List<Operand<TFloat32>> values) {
    int index = node.inputs().get(0);
    if (index == INPUT
        || nodes.stream().filter(other -> other.inputs().contains(index)).count() > 1) {
      return Optional.empty();
    }
    Node source = nodes.get(index);
    return Optional.of(
        new LayerCall.Source(
            source.layer(), calls.get(index), inputs(source, input, values).get(0)));
  }

  private static List<Operand<TFloat32>> inputs(
      Node node, Operand<TFloat32> input, List<Operand<TFloat32>> values) {
    return node.inputs().stream().map(index -> index == INPUT ? input : values.get(index)).toList();
  }

  private Node last() {
    return nodes.get(nodes.size() - 1);
  }

  /**
   * Keras's {@code summary()}: one row per layer with output shape and parameters, then the sums.
   */
  public String summary() {
    return new Summary(this).toString();
  }
}
