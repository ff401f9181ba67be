package org.mnistcnn.nn.augment;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** An augmentation of each image on its own that is no affine map. */
public non-sealed interface PixelAugmentation extends Augmentation {

  /** The images after the change, shape {@code (batch, height, width, channels)} both. */
  Operand<TFloat32> call(AugmentationCall call, Operand<TFloat32> images);
}
