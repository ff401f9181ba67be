package org.mnistcnn.nn.augment;

import org.mnistcnn.common.Check;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Blends each image with another one of the batch, and likewise what they show, Keras's {@code
 * MixUp} (Zhang et al. 2018, "mixup: Beyond empirical risk minimization"). The image's own share is
 * drawn from a beta distribution.
 *
 * @param alpha both parameters of the distribution, positive: small for shares near 0 and 1
 */
public record MixUp(double alpha) implements MixingAugmentation {

  public MixUp {
    Check.positive("alpha", alpha);
  }

  /** With Keras's default, 0.2. */
  public MixUp() {
    this(0.2);
  }

  @Override
  public Mixture mix(AugmentationCall call, Operand<TFloat32> images, Operand<TFloat32> partners) {
    return mixed(call.tf(), images, partners, call.beta(call.tf().constant((float) alpha)));
  }

  /** The mixture of known shares, shape {@code (batch, 1)}. */
  static Mixture mixed(
      Ops tf, Operand<TFloat32> images, Operand<TFloat32> partners, Operand<TFloat32> share) {
    Operand<TFloat32> each = tf.reshape(share, tf.constant(Shape.of(Shape.UNKNOWN_SIZE, 1, 1, 1)));
    return new Mixture(AugmentationCall.blend(tf, images, partners, each), share);
  }
}
