package org.mnistcnn.nn.augment;

/**
 * A random change of training images that keeps what they show. It is no part of a model: a
 * training graph has it between the images and the model, on pixels in [0, 255]; validation, tests
 * and exported models do not.
 *
 * <p>Names and semantics are those of Keras's preprocessing layers. Each image gets its own draw.
 */
public sealed interface Augmentation
    permits GeometricAugmentation, PixelAugmentation, MixingAugmentation {

  /** Keras's class, such as {@code RandomRotation}. */
  default String className() {
    return getClass().getSimpleName();
  }
}
