package org.mnistcnn.nn;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** A layer with one input. */
public interface UnaryLayer extends Layer {

  /**
   * The shape that the layer makes of {@code input}.
   *
   * @throws IllegalArgumentException if the layer does not fit {@code input}
   */
  Shape outputShape(Shape input);

  /** The weights for inputs of shape {@code input}, in Keras's order. */
  default List<Weight> weights(Shape input) {
    return List.of();
  }

  /**
   * How many multiplications by values of its kernels one sample of shape {@code input} costs. A
   * layer without kernels has none: weights that scale or shift each value once, such as those of a
   * batch normalization, do not count.
   */
  default long multiplications(Shape input) {
    return 0;
  }

  /**
   * Adds the layer's ops to the graph.
   *
   * @param call the graph, the values of the layer's weights, and whether this is training
   * @param input shape {@code (batch, ...)}
   * @return shape {@code (batch, ...outputShape)}
   */
  Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input);

  /** What the layer applies last; {@link Activation#LINEAR} where it applies nothing. */
  default Activation activation() {
    return Activation.LINEAR;
  }

  /**
   * The same layer with its last step left out, so that a loss can start from logits; itself where
   * {@link #activation} is linear.
   */
  default UnaryLayer withoutActivation() {
    return this;
  }
}
