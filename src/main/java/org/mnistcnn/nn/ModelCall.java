package org.mnistcnn.nn;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * One use of a model in a graph, for training or for inference.
 *
 * @param tf the ops of the graph that the model is added to
 * @param weights the value of a weight by its name within the model, such as {@code conv2d/kernel}
 * @param randomness where random ops take their seed from in training; empty in inference, where
 *     none may be used
 */
public record ModelCall(
    Ops tf, Function<String, Operand<TFloat32>> weights, Optional<Randomness> randomness) {

  /**
   * The source of all chance in a training graph.
   *
   * @param seed the run's seed
   * @param step the number of the training step, a scalar
   */
  public record Randomness(long seed, Operand<TInt64> step) {}

  /** A call that trains. */
  public static ModelCall training(
      Ops tf, Function<String, Operand<TFloat32>> weights, Randomness randomness) {
    return new ModelCall(tf, weights, Optional.of(randomness));
  }

  /** A call that predicts. */
  public static ModelCall inference(Ops tf, Function<String, Operand<TFloat32>> weights) {
    return new ModelCall(tf, weights, Optional.empty());
  }

  boolean training() {
    return randomness.isPresent();
  }

  Operand<TFloat32> weight(String name) {
    return weights.apply(name);
  }

  Operand<TInt64> seed(Ops layerOps, String layerName) {
    Randomness source =
        randomness.orElseThrow(
            () -> new IllegalStateException("%s: no chance in inference".formatted(layerName)));
    return layerOps.stack(
        List.of(layerOps.constant(Seeds.derive(source.seed(), layerName)), source.step()));
  }
}
