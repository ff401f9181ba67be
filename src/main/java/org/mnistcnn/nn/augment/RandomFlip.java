package org.mnistcnn.nn.augment;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * Mirrors every other image, Keras's {@code RandomFlip}.
 *
 * @param mode which way
 */
public record RandomFlip(Mode mode) implements PixelAugmentation {

  /** Which way an image is mirrored. */
  public enum Mode {
    /** Left and right change places. */
    HORIZONTAL,
    /** Top and bottom change places. */
    VERTICAL,
    /** Both at once, as by half a turn: Keras draws once for the two. */
    HORIZONTAL_AND_VERTICAL;

    private int[] axes() {
      return switch (this) {
        case HORIZONTAL -> new int[] {2};
        case VERTICAL -> new int[] {1};
        case HORIZONTAL_AND_VERTICAL -> new int[] {1, 2};
      };
    }
  }

  /** Both ways at once, Keras's default. */
  public RandomFlip() {
    this(Mode.HORIZONTAL_AND_VERTICAL);
  }

  @Override
  public Operand<TFloat32> call(AugmentationCall call, Operand<TFloat32> images) {
    return flipped(
        call.tf(),
        images,
        call.tf()
            .math
            .lessEqual(
                call.uniform("flips", Shape.of(1, 1, 1), new Factor(0, 1)),
                call.tf().constant(0.5f)));
  }

  /** The images of which {@code flips}, shape {@code (batch, 1, 1, 1)}, are mirrored. */
  Operand<TFloat32> flipped(Ops tf, Operand<TFloat32> images, Operand<TBool> flips) {
    return tf.select(flips, tf.reverse(images, tf.constant(mode.axes())), images);
  }
}
