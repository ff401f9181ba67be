package org.mnistcnn.nn.augment;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Makes images brighter or darker, Keras's {@code RandomBrightness}: adds a share of 255 to every
 * value, and cuts to [0, 255].
 *
 * @param factor the share, within [-1, 1]
 */
public record RandomBrightness(Factor factor) implements PixelAugmentation {

  public RandomBrightness {
    factor.within("factor", -1, 1);
  }

  /** Up to this share brighter and darker. */
  public RandomBrightness(double factor) {
    this(Factor.symmetric(factor));
  }

  @Override
  public Operand<TFloat32> call(AugmentationCall call, Operand<TFloat32> images) {
    Factor added =
        new Factor(factor.lower() * PixelRange.GREATEST, factor.upper() * PixelRange.GREATEST);
    return PixelRange.clipped(
        call.tf(), call.tf().math.add(images, call.uniform("delta", Shape.of(1, 1, 1), added)));
  }
}
