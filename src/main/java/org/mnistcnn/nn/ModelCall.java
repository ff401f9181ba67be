package org.mnistcnn.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** One use of a model in a graph, for training or for inference. */
public final class ModelCall {

  private final Ops tf;
  private final Function<String, Operand<TFloat32>> weights;
  private final Optional<Randomness> randomness;
  private final Map<String, Operand<TFloat32>> updates = new LinkedHashMap<>();

  /**
   * The source of all chance in a training graph.
   *
   * @param seed the run's seed
   * @param step the number of the training step, a scalar
   */
  public record Randomness(long seed, Operand<TInt64> step) {}

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

  Operand<TInt64> seed(Ops layerOps, String layerName) {
    Randomness source =
        randomness.orElseThrow(
            () -> new IllegalStateException("%s: no chance in inference".formatted(layerName)));
    return layerOps.stack(
        List.of(layerOps.constant(Seeds.derive(source.seed(), layerName)), source.step()));
  }
}
