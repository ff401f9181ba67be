package org.mnistcnn.nn.augment;

import org.tensorflow.ndarray.Shape;

/**
 * Shifts images, Keras's {@code RandomTranslation}.
 *
 * @param heightFactor by which share of its height an image is shifted down, within [-1, 1]
 * @param widthFactor by which share of its width it is shifted right, within [-1, 1]
 * @param sampling how the image is read between and beyond its pixels
 */
public record RandomTranslation(Factor heightFactor, Factor widthFactor, Sampling sampling)
    implements GeometricAugmentation {

  public RandomTranslation {
    heightFactor.within("heightFactor", -1, 1);
    widthFactor.within("widthFactor", -1, 1);
  }

  /** Up to this share of its size each way, the border mirrored as by Keras's default. */
  public RandomTranslation(double factor) {
    this(Factor.symmetric(factor), Factor.symmetric(factor), Sampling.KERAS);
  }

  @Override
  public AffineMap after(AffineMap before, AugmentationCall call) {
    Shape image = call.imageShape();
    return before.shifted(
        call.uniform("width", Shape.of(1), pixels(widthFactor, image.get(1))),
        call.uniform("height", Shape.of(1), pixels(heightFactor, image.get(0))));
  }

  private static Factor pixels(Factor factor, long length) {
    return new Factor(factor.lower() * length, factor.upper() * length);
  }
}
