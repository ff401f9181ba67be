package org.mnistcnn.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** One use of a model in a graph, for training or for inference. */
public final class ModelCall {

  private final Ops tf;
  private final Function<String, Operand<TFloat32>> weights;
  private final Optional<Randomness> randomness;
  private final Map<String, Operand<TFloat32>> updates = new LinkedHashMap<>();
  private final List<CustomGradient> customGradients = new ArrayList<>();

  /**
   * The source of all chance in a training graph.
   *
   * @param seed the run's seed
   * @param step the number of the training step, a scalar
   * @param part which of the step's samples the call sees; empty for all of them
   */
  public record Randomness(long seed, Operand<TInt64> step, Optional<Part> part) {

    /** The chance of a call that sees all samples of a step. */
    public Randomness(long seed, Operand<TInt64> step) {
      this(seed, step, Optional.empty());
    }
  }

  /**
   * Neighbouring samples of a batch that is cut into parts.
   *
   * @param first the place of the part's first sample in the batch, a scalar
   * @param batch number of samples in the whole batch, a scalar
   */
  public record Part(Operand<TInt32> first, Operand<TInt32> batch) {}

  private ModelCall(
      Ops tf, Function<String, Operand<TFloat32>> weights, Optional<Randomness> randomness) {
    this.tf = tf;
    this.weights = weights;
    this.randomness = randomness;
  }

  /**
   * A call that trains.
   *
   * @param weights the value of a weight by its name within the model, such as {@code
   *     conv2d/kernel}
   */
  public static ModelCall training(
      Ops tf, Function<String, Operand<TFloat32>> weights, Randomness randomness) {
    return new ModelCall(tf, weights, Optional.of(randomness));
  }

  /** A call that predicts: without chance, and without updates of statistics. */
  public static ModelCall inference(Ops tf, Function<String, Operand<TFloat32>> weights) {
    return new ModelCall(tf, weights, Optional.empty());
  }

  Ops tf() {
    return tf;
  }

  boolean training() {
    return randomness.isPresent();
  }

  Operand<TFloat32> weight(String name) {
    return weights.apply(name);
  }

  void update(String name, Operand<TFloat32> value) {
    if (!training()) {
      throw new IllegalStateException("%s: nothing is updated in inference".formatted(name));
    }
    updates.put(name, value);
  }

  Map<String, Operand<TFloat32>> updates() {
    return Collections.unmodifiableMap(updates);
  }

  void customGradient(CustomGradient gradient) {
    customGradients.add(gradient);
  }

  List<CustomGradient> customGradients() {
    return List.copyOf(customGradients);
  }

  Operand<TFloat32> uniform(Ops tf, String layerName, Operand<TFloat32> input, Shape shape) {
    Randomness source =
        randomness.orElseThrow(
            () -> new IllegalStateException("%s: no chance in inference".formatted(layerName)));
    Operand<TInt32> samples =
        tf.slice(tf.shape(input), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    return new StepRandom(tf, source, layerName, samples).uniform(shape);
  }
}
