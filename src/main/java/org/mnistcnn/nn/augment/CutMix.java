package org.mnistcnn.nn.augment;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Puts a box of another image of the batch into each one, and mixes what they show by area, Keras's
 * {@code CutMix} (Yun et al. 2019, "CutMix: Regularization strategy to train strong classifiers").
 * The share outside the box is drawn from a beta distribution.
 *
 * @param factor the range that both parameters of the distribution are drawn from for each step,
 *     within [0, 1]; a millionth is added
 */
public record CutMix(Factor factor) implements MixingAugmentation {

  private static final double SMALLEST_ALPHA = 1e-6;

  public CutMix {
    factor.within("factor", 0, 1);
  }

  /** From 0 to this, as Keras reads one number. */
  public CutMix(double factor) {
    this(new Factor(0, factor));
  }

  /** With Keras's default, from 0 to 1. */
  public CutMix() {
    this(1);
  }

  @Override
  public Mixture mix(AugmentationCall call, Operand<TFloat32> images, Operand<TFloat32> partners) {
    Ops tf = call.tf();
    Operand<TFloat32> alpha =
        call.once(
            "alpha", new Factor(factor.lower() + SMALLEST_ALPHA, factor.upper() + SMALLEST_ALPHA));
    Operand<TFloat32> side = tf.math.sqrt(tf.math.sub(tf.constant(1f), call.beta(alpha)));
    return mixed(call, images, partners, RandomBoxes.draw(call, side, side));
  }

  /** The mixture of known boxes. */
  static Mixture mixed(
      AugmentationCall call,
      Operand<TFloat32> images,
      Operand<TFloat32> partners,
      RandomBoxes boxes) {
    Ops tf = call.tf();
    return new Mixture(
        tf.select(boxes.mask(tf, call.imageShape()), partners, images),
        boxes.outside(tf, call.imageShape()));
  }
}
