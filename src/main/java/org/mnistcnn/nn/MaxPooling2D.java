package org.mnistcnn.nn;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The maximum of each window; windows do not overlap and a rest at the border is dropped: {@code
 * (height, width, channels)} becomes {@code (height / poolSize, width / poolSize, channels)}.
 *
 * @param poolSize height and width of the window
 */
public record MaxPooling2D(int poolSize) implements UnaryLayer {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the window is not positive
   */
  public MaxPooling2D {
    Rules.positive("poolSize", poolSize);
  }

  @Override
  public Shape outputShape(Shape input) {
    Rules.image(input);
    if (input.get(0) < poolSize || input.get(1) < poolSize) {
      throw new IllegalArgumentException(
          "poolSize must not be larger than the image, got %d for input shape %s"
              .formatted(poolSize, input));
    }
    return Shape.of(input.get(0) / poolSize, input.get(1) / poolSize, input.get(2));
  }

  /** Adds the op MaxPool: unlike MaxPoolV2, its gradient has a oneDNN kernel on a CPU. */
  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    Ops tf = call.tf();
    long[] window = {1, poolSize, poolSize, 1};
    return tf.scope()
        .opBuilder("MaxPool", "MaxPool")
        .addInput(input.asOutput())
        .setAttr("ksize", window)
        .setAttr("strides", window)
        .setAttr("padding", "VALID")
        .build()
        .output(0);
  }
}
