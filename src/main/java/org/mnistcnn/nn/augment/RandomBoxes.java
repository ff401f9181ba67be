package org.mnistcnn.nn.augment;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * A box in each image of a batch, in pixels, which need not be whole: a pixel is in it if its place
 * is not before the first and before the last.
 *
 * @param left shape {@code (batch, 1)}, as all
 */
record RandomBoxes(
    Operand<TFloat32> left,
    Operand<TFloat32> right,
    Operand<TFloat32> top,
    Operand<TFloat32> bottom) {

  /**
   * Boxes anywhere within the image.
   *
   * @param widths as shares of the image's, shape {@code (batch, 1)}
   * @param heights as shares of the image's, shape {@code (batch, 1)}
   */
  static RandomBoxes draw(
      AugmentationCall call, Operand<TFloat32> widths, Operand<TFloat32> heights) {
    Ops tf = call.tf();
    Operand<TFloat32> width = tf.math.mul(widths, tf.constant((float) call.imageShape().get(1)));
    Operand<TFloat32> height = tf.math.mul(heights, tf.constant((float) call.imageShape().get(0)));
    Operand<TFloat32> left = start(call, "left", width, call.imageShape().get(1));
    Operand<TFloat32> top = start(call, "top", height, call.imageShape().get(0));
    return new RandomBoxes(left, tf.math.add(left, width), top, tf.math.add(top, height));
  }

  private static Operand<TFloat32> start(
      AugmentationCall call, String what, Operand<TFloat32> length, long whole) {
    Ops tf = call.tf();
    return tf.math.mul(
        call.uniform(what, Shape.of(1), new Factor(0, 1)),
        tf.math.sub(tf.constant((float) whole), length));
  }

  /** Which pixels are in it, shape {@code (batch, height, width, 1)}. */
  Operand<TBool> mask(Ops tf, Shape image) {
    Operand<TBool> rows = between(tf, top, bottom, Math.toIntExact(image.get(0)));
    Operand<TBool> columns = between(tf, left, right, Math.toIntExact(image.get(1)));
    return tf.expandDims(
        tf.math.logicalAnd(
            tf.expandDims(rows, tf.constant(2)), tf.expandDims(columns, tf.constant(1))),
        tf.constant(3));
  }

  private static Operand<TBool> between(
      Ops tf, Operand<TFloat32> first, Operand<TFloat32> end, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = i;
    }
    Operand<TFloat32> places = tf.constant(values);
    return tf.math.logicalAnd(tf.math.greaterEqual(places, first), tf.math.less(places, end));
  }

  /** The share of the image that is not in it, shape {@code (batch, 1)}. */
  Operand<TFloat32> outside(Ops tf, Shape image) {
    Operand<TFloat32> area = tf.math.mul(tf.math.sub(right, left), tf.math.sub(bottom, top));
    return tf.math.sub(
        tf.constant(1f), tf.math.div(area, tf.constant((float) (image.get(0) * image.get(1)))));
  }
}
