package org.mnistcnn.nn.augment;

/**
 * An augmentation that moves pixels by an affine map. Neighbours in a list of augmentations become
 * one map, so that an image is interpolated once however many there are.
 */
public non-sealed interface GeometricAugmentation extends Augmentation {

  /** How the image is read between and beyond its pixels. */
  Sampling sampling();

  /** The map so far, and after it this one, drawn for each image. */
  AffineMap after(AffineMap before, AugmentationCall call);
}
