package org.mnistcnn.nn;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One step of a network: its settings, the weights it needs and the ops it stands for. The records
 * that implement it carry Keras's names and defaults. Shapes leave out the batch dimension unless
 * they say otherwise.
 */
public interface Layer {

  /** Keras's class name, such as {@code MaxPooling2D}. */
  default String className() {
    return getClass().getSimpleName();
  }

  /**
   * Whether, in training, what becomes of a sample depends on the others of its batch, as in a
   * batch normalization.
   */
  default boolean mixesSamples() {
    return false;
  }

  /**
   * The same layer with other penalties on its kernels.
   *
   * @param change what becomes of the penalty of each kernel
   * @return empty if the layer has no kernel
   */
  default Optional<Layer> regularized(UnaryOperator<Regularizer> change) {
    return Optional.empty();
  }
}
