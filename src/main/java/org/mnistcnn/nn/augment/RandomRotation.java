package org.mnistcnn.nn.augment;

import org.tensorflow.ndarray.Shape;

/**
 * Turns images around their middle, Keras's {@code RandomRotation}.
 *
 * @param factor the angle as a share of a full turn, within [-1, 1]; positive is counter-clockwise
 * @param sampling how the image is read between and beyond its pixels
 */
public record RandomRotation(Factor factor, Sampling sampling) implements GeometricAugmentation {

  public RandomRotation {
    factor.within("factor", -1, 1);
  }

  /** Up to this share of a full turn both ways, the border mirrored as by Keras's default. */
  public RandomRotation(double factor) {
    this(Factor.symmetric(factor), Sampling.KERAS);
  }

  @Override
  public AffineMap after(AffineMap before, AugmentationCall call) {
    double turn = 2 * Math.PI;
    return before.rotated(
        call.uniform(
            "angle", Shape.of(1), new Factor(factor.lower() * turn, factor.upper() * turn)));
  }
}
