package org.mnistcnn.nn.augment;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** An augmentation that mixes each image and what it shows with another one of the batch. */
public non-sealed interface MixingAugmentation extends Augmentation {

  /**
   * Adds the ops.
   *
   * @param images shape {@code (batch, height, width, channels)}
   * @param partners the image that each is mixed with
   */
  Mixture mix(AugmentationCall call, Operand<TFloat32> images, Operand<TFloat32> partners);

  /**
   * Mixed images.
   *
   * @param images shape {@code (batch, height, width, channels)}
   * @param share how much of each is the image itself and not its partner, shape {@code (batch, 1)}
   */
  record Mixture(Operand<TFloat32> images, Operand<TFloat32> share) {}
}
