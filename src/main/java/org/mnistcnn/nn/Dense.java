package org.mnistcnn.nn;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A matrix product with bias: {@code (values)} becomes {@code (units)}. Weights: {@code kernel} of
 * shape {@code (values, units)} and {@code bias} of shape {@code (units)}.
 *
 * @param units values of the output
 * @param activation what is applied last
 */
public record Dense(int units, Activation activation) implements UnaryLayer {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if there are no units
   */
  public Dense {
    Rules.positive("units", units);
  }

  @Override
  public Shape outputShape(Shape input) {
    if (input.numDimensions() != 1) {
      throw new IllegalArgumentException(
          "input must have one dimension, got shape %s: put a Flatten before".formatted(input));
    }
    return Shape.of(units);
  }

  @Override
  public List<Weight> weights(Shape input) {
    return List.of(
        new Weight("kernel", Shape.of(input.get(0), units), new Initializer.GlorotUniform()),
        new Weight("bias", Shape.of(units), new Initializer.Zeros()));
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    Ops tf = call.tf();
    Operand<TFloat32> product = tf.linalg.matMul(input, call.weight("kernel"));
    return activation.call(tf, tf.nn.biasAdd(product, call.weight("bias")));
  }

  @Override
  public Dense withoutActivation() {
    return new Dense(units, Activation.LINEAR);
  }
}
