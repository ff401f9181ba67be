package org.mnistcnn.nn.augment;

import org.mnistcnn.nn.ModelCall;
import org.mnistcnn.nn.RandomOps;
import org.mnistcnn.nn.StepRandom;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What an augmentation needs to add its ops to a graph. All chance is a function of the run's seed,
 * the augmentation, what the numbers are for ({@code what}, unique within the augmentation) and the
 * step alone, however the batch is cut.
 */
public final class AugmentationCall {

  private final Ops tf;
  private final StepRandom chance;
  private final Shape imageShape;

  /**
   * A call.
   *
   * @param name of the augmentation in Keras, such as {@code random_zoom}
   * @param images how many images the call sees, a vector of one
   */
  AugmentationCall(
      Ops tf,
      String name,
      ModelCall.Randomness randomness,
      Operand<TInt32> images,
      Shape imageShape) {
    this.tf = tf.withSubScope(name);
    this.chance = new StepRandom(this.tf, randomness, "augmentation/" + name, images);
    this.imageShape = imageShape;
  }

  /** The ops, in the augmentation's own name scope. */
  Ops tf() {
    return tf;
  }

  /** The shape of one image: height, width, channels. */
  Shape imageShape() {
    return imageShape;
  }

  /**
   * Uniform random numbers in a range.
   *
   * @param shape what each image gets
   * @return shape {@code (images, ...shape)}
   */
  Operand<TFloat32> uniform(String what, Shape shape, Factor range) {
    return within(range, chance.uniform(what, shape));
  }

  /** Standard normal random numbers, shape {@code (images, ...shape)}. */
  Operand<TFloat32> normal(String what, Shape shape) {
    return chance.normal(what, shape);
  }

  /** A uniform random number in a range for the whole batch, a scalar. */
  Operand<TFloat32> once(String what, Factor range) {
    return within(range, chance.once(what));
  }

  private Operand<TFloat32> within(Factor range, Operand<TFloat32> unit) {
    return RandomOps.moved(
        tf, unit, (float) range.lower(), (float) (range.upper() - range.lower()));
  }

  /**
   * Whether an image is changed at all, shape {@code (images, 1, 1, 1)}: as in Keras, each draws
   * its probability first.
   */
  Operand<TBool> chosen(Factor probability) {
    Shape one = Shape.of(1, 1, 1);
    return tf.math.less(
        uniform("threshold", one, new Factor(0, 1)), uniform("probability", one, probability));
  }

  /**
   * Another image's place in the whole batch for each image: a random order, shape {@code
   * (images)}.
   */
  Operand<TInt32> partners() {
    return chance.order("order");
  }

  /**
   * Random shares with a beta distribution, shape {@code (images, 1)}.
   *
   * <p>That is {@code a / (a + b)} of two numbers with gamma distributions. They are taken as
   * logarithms, of {@code gamma(alpha + 1) * u^(1 / alpha)}, since both may underflow if alpha is
   * small: Keras's layer gives NaN then.
   *
   * @param alpha both parameters of the distribution, a scalar
   */
  Operand<TFloat32> beta(Operand<TFloat32> alpha) {
    return tf.math.sigmoid(tf.math.sub(logOfGamma("a", alpha), logOfGamma("b", alpha)));
  }

  private Operand<TFloat32> logOfGamma(String what, Operand<TFloat32> alpha) {
    Operand<TFloat32> one = tf.constant(1f);
    Operand<TFloat32> unit = uniform(what + "/power", Shape.of(1), new Factor(0, 1));
    return tf.math.add(
        tf.math.log(chance.gamma(what, tf.math.add(alpha, one))),
        tf.math.div(tf.math.log(tf.math.sub(one, unit)), alpha));
  }

  /** {@code share * own + (1 - share) * other}. */
  static Operand<TFloat32> blend(
      Ops tf, Operand<TFloat32> own, Operand<TFloat32> other, Operand<TFloat32> share) {
    return tf.math.add(
        tf.math.mul(own, share), tf.math.mul(other, tf.math.sub(tf.constant(1f), share)));
  }
}
