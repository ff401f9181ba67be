package org.mnistcnn.nn.augment;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.image.ImageProjectiveTransformV3;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Where each image of a batch has its pixels from, as TensorFlow and Keras write it: a place in the
 * new image, seen from the middle, times the matrix of the two columns, plus the offset, is the
 * place in the old one. So a map that comes after another is the right factor of the product.
 *
 * <p>Everything is done on vectors by elementwise ops: a product of matrices would be computed in
 * bfloat16 with mixed precision, and places would be off by a tenth of a pixel.
 *
 * @param alongX what a step to the right in the new image is in the old one: shape {@code (batch,
 *     2)}, x before y
 * @param alongY what a step down is
 * @param offset what the middle of the new image is, from the middle of the old one
 */
public record AffineMap(
    Ops tf, Operand<TFloat32> alongX, Operand<TFloat32> alongY, Operand<TFloat32> offset) {

  /**
   * The map that leaves everything in its place.
   *
   * @param images those that it is for
   */
  static AffineMap identity(Ops tf, Operand<TFloat32> images) {
    Operand<TInt32> count =
        tf.slice(tf.shape(images), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    Operand<TFloat32> nothing =
        tf.fill(
            tf.concat(List.of(count, tf.constant(new int[] {2})), tf.constant(0)), tf.constant(0f));
    return new AffineMap(
        tf,
        tf.math.add(nothing, tf.constant(new float[] {1, 0})),
        tf.math.add(nothing, tf.constant(new float[] {0, 1})),
        nothing);
  }

  /** Then turned counter-clockwise by an angle in radians, shape {@code (batch, 1)}. */
  AffineMap rotated(Operand<TFloat32> angle) {
    Operand<TFloat32> cos = tf.math.cos(angle);
    Operand<TFloat32> sin = tf.math.sin(angle);
    return new AffineMap(
        tf,
        tf.math.add(tf.math.mul(alongX, cos), tf.math.mul(alongY, sin)),
        tf.math.sub(tf.math.mul(alongY, cos), tf.math.mul(alongX, sin)),
        offset);
  }

  /** Then zoomed out by these factors, shapes {@code (batch, 1)}. */
  AffineMap scaled(Operand<TFloat32> x, Operand<TFloat32> y) {
    return new AffineMap(tf, tf.math.mul(alongX, x), tf.math.mul(alongY, y), offset);
  }

  /** Then shifted to the right and down by these numbers of pixels, shapes {@code (batch, 1)}. */
  AffineMap shifted(Operand<TFloat32> right, Operand<TFloat32> down) {
    Operand<TFloat32> shift = tf.math.add(tf.math.mul(alongX, right), tf.math.mul(alongY, down));
    return new AffineMap(tf, alongX, alongY, tf.math.sub(offset, shift));
  }

  /** The images after the map, which keep their size. */
  Operand<TFloat32> of(Operand<TFloat32> images, Shape image, Sampling sampling) {
    int height = Math.toIntExact(image.get(0));
    int width = Math.toIntExact(image.get(1));
    return tf.image.imageProjectiveTransformV3(
        images,
        transforms((width - 1) / 2f, (height - 1) / 2f),
        tf.constant(new int[] {height, width}),
        tf.constant((float) sampling.fillValue()),
        sampling.interpolation().name(),
        ImageProjectiveTransformV3.fillMode(sampling.fillMode().name()));
  }

  /** Seen from the corner: {@code (a0, a1, a2, b0, b1, b2, 0, 0)} for each image. */
  private Operand<TFloat32> transforms(float middleX, float middleY) {
    Operand<TFloat32> middle =
        tf.math.add(
            tf.math.mul(alongX, tf.constant(middleX)), tf.math.mul(alongY, tf.constant(middleY)));
    Operand<TFloat32> corner =
        tf.math.add(offset, tf.math.sub(tf.constant(new float[] {middleX, middleY}), middle));
    Operand<TFloat32> rows =
        tf.reshape(
            tf.stack(List.of(alongX, alongY, corner), Stack.axis(2L)),
            tf.constant(new int[] {-1, 6}));
    return tf.pad(rows, tf.constant(new int[][] {{0, 0}, {0, 2}}), tf.constant(0f));
  }
}
