package org.mnistcnn.nn;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** What an augmentation needs to add its ops to a graph. */
public final class AugmentationCall {

  private final Ops tf;
  private final String name;
  private final ModelCall.Randomness randomness;
  private final Operand<TInt32> images;
  private final Shape imageShape;

  /**
   * A call.
   *
   * @param name what its chance is keyed by
   * @param images how many images the call sees, a vector of one
   */
  AugmentationCall(
      Ops tf,
      String name,
      ModelCall.Randomness randomness,
      Operand<TInt32> images,
      Shape imageShape) {
    this.tf = tf.withSubScope(name);
    this.name = name;
    this.randomness = randomness;
    this.images = images;
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
   * Random numbers for this step, uniform in a range: a function of the run's seed, the
   * augmentation, what they are for and the step alone.
   *
   * @param what they are for, unique within the augmentation
   * @param shape what each image gets
   * @return shape {@code (images, ...shape)}
   */
  Operand<TFloat32> uniform(String what, Shape shape, Factor range) {
    Operand<TFloat32> unit =
        Chance.uniform(tf, randomness, "augmentation/" + name + "/" + what, images, shape);
    return Draws.moved(tf, unit, (float) range.lower(), (float) (range.upper() - range.lower()));
  }
}
