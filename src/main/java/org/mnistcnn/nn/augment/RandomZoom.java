package org.mnistcnn.nn.augment;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Makes what images show smaller or larger, Keras's {@code RandomZoom}.
 *
 * @param heightFactor by how much more of the height is seen, within (-1, 1]: positive numbers zoom
 *     out, negative ones in
 * @param widthFactor the same for the width; empty to take the height's draw, so that shapes keep
 *     their proportions
 * @param sampling how the image is read between and beyond its pixels
 */
public record RandomZoom(Factor heightFactor, Optional<Factor> widthFactor, Sampling sampling)
    implements GeometricAugmentation {

  public RandomZoom {
    check("heightFactor", heightFactor);
    widthFactor.ifPresent(factor -> check("widthFactor", factor));
  }

  /** Up to this share in and out, the border mirrored as by Keras's default. */
  public RandomZoom(double factor) {
    this(Factor.symmetric(factor), Optional.empty(), Sampling.KERAS);
  }

  private static void check(String setting, Factor factor) {
    if (factor.lower() <= -1 || factor.upper() > 1) {
      throw new IllegalArgumentException(
          "%s must be in (-1, 1], got %s".formatted(setting, factor));
    }
  }

  @Override
  public AffineMap after(AffineMap before, AugmentationCall call) {
    Operand<TFloat32> height = zoom(call, "height", heightFactor);
    return before.scaled(
        widthFactor.map(factor -> zoom(call, "width", factor)).orElse(height), height);
  }

  private static Operand<TFloat32> zoom(AugmentationCall call, String what, Factor factor) {
    return call.uniform(what, Shape.of(1), new Factor(1 + factor.lower(), 1 + factor.upper()));
  }
}
