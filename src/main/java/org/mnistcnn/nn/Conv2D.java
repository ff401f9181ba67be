package org.mnistcnn.nn;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A convolution over height and width without padding, with bias: {@code (height, width, channels)}
 * becomes {@code (height - kernelSize + 1, width - kernelSize + 1, filters)}. Weights: {@code
 * kernel} of shape {@code (kernelSize, kernelSize, channels, filters)} and {@code bias} of shape
 * {@code (filters)}.
 *
 * @param filters channels of the output
 * @param kernelSize height and width of the window
 * @param activation what is applied last
 */
public record Conv2D(int filters, int kernelSize, Activation activation) implements UnaryLayer {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if a size is not positive
   */
  public Conv2D {
    Rules.positive("filters", filters);
    Rules.positive("kernelSize", kernelSize);
  }

  @Override
  public Shape outputShape(Shape input) {
    Rules.image(input);
    if (input.get(0) < kernelSize || input.get(1) < kernelSize) {
      throw new IllegalArgumentException(
          "kernelSize must not be larger than the image, got %d for input shape %s"
              .formatted(kernelSize, input));
    }
    return Shape.of(input.get(0) - kernelSize + 1, input.get(1) - kernelSize + 1, filters);
  }

  @Override
  public List<Weight> weights(Shape input) {
    return List.of(
        new Weight(
            "kernel",
            Shape.of(kernelSize, kernelSize, input.get(2), filters),
            new Initializer.GlorotUniform()),
        new Weight("bias", Shape.of(filters), new Initializer.Zeros()));
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    Ops tf = call.tf();
    Operand<TFloat32> convolved =
        tf.nn.conv2d(input, call.weight("kernel"), List.of(1L, 1L, 1L, 1L), "VALID");
    return activation.call(tf, tf.nn.biasAdd(convolved, call.weight("bias")));
  }

  @Override
  public Conv2D withoutActivation() {
    return new Conv2D(filters, kernelSize, Activation.LINEAR);
  }
}
