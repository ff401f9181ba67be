package org.mnistcnn.nn.augment;

import java.util.OptionalDouble;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * Covers a box of an image, Keras's {@code RandomErasing} (Zhong et al. 2017, "Random erasing data
 * augmentation").
 *
 * @param factor the range of the probability that an image gets a box, within [0, 1]
 * @param scale the range of the squares of the box's width and height, as shares of the image's,
 *     within [0, 1]
 * @param fillValue what covers it, in [0, 255]; empty for noise, standard normal times 255
 */
public record RandomErasing(Factor factor, Factor scale, OptionalDouble fillValue)
    implements PixelAugmentation {

  /** Keras's default. */
  static final Factor SCALE = new Factor(0.02, 0.33);

  public RandomErasing {
    factor.within("factor", 0, 1);
    scale.within("scale", 0, 1);
    fillValue.ifPresent(value -> PixelRange.check("fillValue", value));
  }

  /** With a probability from 0 to this, of Keras's default sizes, by noise. */
  public RandomErasing(double factor) {
    this(new Factor(0, factor), SCALE, OptionalDouble.empty());
  }

  @Override
  public Operand<TFloat32> call(AugmentationCall call, Operand<TFloat32> images) {
    Ops tf = call.tf();
    RandomBoxes boxes =
        RandomBoxes.draw(
            call,
            tf.math.sqrt(call.uniform("width", Shape.of(1), scale)),
            tf.math.sqrt(call.uniform("height", Shape.of(1), scale)));
    Operand<TFloat32> fill =
        fillValue.isPresent()
            ? tf.constant((float) fillValue.getAsDouble())
            : tf.math.mul(
                call.normal("noise", call.imageShape()), tf.constant(PixelRange.GREATEST));
    return erased(tf, images, call.imageShape(), call.chosen(factor), boxes, fill);
  }

  /**
   * The images with their boxes covered.
   *
   * @param chosen which images are, shape {@code (batch, 1, 1, 1)}
   */
  static Operand<TFloat32> erased(
      Ops tf,
      Operand<TFloat32> images,
      Shape image,
      Operand<TBool> chosen,
      RandomBoxes boxes,
      Operand<TFloat32> fill) {
    return tf.select(tf.math.logicalAnd(boxes.mask(tf, image), chosen), fill, images);
  }
}
