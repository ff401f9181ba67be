package org.mnistcnn.nn.augment;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;

/**
 * Moves each value away from the mean of its channel or towards it, Keras's {@code RandomContrast}:
 * {@code (x - mean) * c + mean}, cut to [0, 255].
 *
 * @param factor {@code c} is drawn from {@code [1 - lower, 1 + upper]}; within [0, 1]
 */
public record RandomContrast(Factor factor) implements PixelAugmentation {

  public RandomContrast {
    factor.within("factor", 0, 1);
  }

  /**
   * From none to this much more contrast: what Keras's layer does with one number, though its
   * description says {@code lower = upper}.
   */
  public RandomContrast(double factor) {
    this(new Factor(0, factor));
  }

  @Override
  public Operand<TFloat32> call(AugmentationCall call, Operand<TFloat32> images) {
    return adjusted(
        call.tf(),
        images,
        call.uniform(
            "factor", Shape.of(1, 1, 1), new Factor(1 - factor.lower(), 1 + factor.upper())));
  }

  /**
   * The images with their contrast multiplied by {@code contrast}, shape {@code (batch, 1, 1, 1)}.
   */
  static Operand<TFloat32> adjusted(Ops tf, Operand<TFloat32> images, Operand<TFloat32> contrast) {
    Operand<TFloat32> mean =
        tf.math.mean(images, tf.constant(new int[] {1, 2}), Mean.keepDims(true));
    return PixelRange.clipped(
        tf, tf.math.add(tf.math.mul(tf.math.sub(images, mean), contrast), mean));
  }
}
