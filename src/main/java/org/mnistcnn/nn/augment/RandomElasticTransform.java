package org.mnistcnn.nn.augment;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TFloat32;

/**
 * Bends images, Keras's {@code RandomElasticTransform} (Simard, Steinkraus, Platt 2003, "Best
 * practices for convolutional neural networks applied to visual document analysis"): each pixel
 * comes from a place nearby, by smoothed normal noise.
 *
 * <p>Unlike Keras, noise along x and along y is drawn apart: Keras draws both from one seed, so
 * that pixels only ever move along the diagonal.
 *
 * @param factor the range of the probability that an image is bent, within [0, 1]
 * @param scale the range of the distortion, drawn for each step, within [0, 1]: 1 is noise smoothed
 *     over a twentieth of the image's size
 * @param sampling how the image is read between and beyond its pixels
 */
public record RandomElasticTransform(Factor factor, Factor scale, Sampling sampling)
    implements PixelAugmentation {

  /** Keras's default. */
  static final Factor SCALE = new Factor(0, 1);

  private static final float ALPHA = 0.1f;
  private static final float SIGMA = 0.05f;

  /** Instead of a division by zero. */
  private static final float SMALLEST_SIGMA = 1e-6f;

  public RandomElasticTransform {
    factor.within("factor", 0, 1);
    scale.within("scale", 0, 1);
  }

  /** With a probability from 0 to this, up to Keras's default scale, the border mirrored. */
  public RandomElasticTransform(double factor) {
    this(new Factor(0, factor), SCALE, Sampling.KERAS);
  }

  @Override
  public Operand<TFloat32> call(AugmentationCall call, Operand<TFloat32> images) {
    Ops tf = call.tf();
    Shape field = call.imageShape().take(2);
    Operand<TFloat32> bent =
        bent(
            call,
            images,
            call.normal("x", field),
            call.normal("y", field),
            call.once("scale", scale));
    return PixelRange.clipped(tf, tf.select(call.chosen(factor), bent, images));
  }

  /**
   * All images bent by known noise.
   *
   * @param noiseX shape {@code (batch, height, width)}, as {@code noiseY}
   * @param distortion a scalar, within {@code scale}
   */
  Operand<TFloat32> bent(
      AugmentationCall call,
      Operand<TFloat32> images,
      Operand<TFloat32> noiseX,
      Operand<TFloat32> noiseY,
      Operand<TFloat32> distortion) {
    Ops tf = call.tf();
    int height = Math.toIntExact(call.imageShape().get(0));
    int width = Math.toIntExact(call.imageShape().get(1));
    int shorter = Math.min(height, width);
    Operand<TFloat32> sigma =
        tf.math.mul(tf.math.mul(distortion, tf.constant(SIGMA)), tf.constant((float) shorter));
    Operand<TFloat32> alpha =
        tf.math.mul(
            tf.math.mul(distortion, tf.constant(ALPHA)),
            tf.constant((float) Math.max(height, width)));
    int most = (int) Math.ceil(scale.upper() * SIGMA * shorter);
    Operand<TFloat32> kernel = kernel(tf, sigma, 3 * most);
    Operand<TFloat32> strength = tf.math.mul(alpha, sigma);
    return new Resampling(tf, call.imageShape(), sampling)
        .at(
            images,
            tf.math.add(
                tf.constant(places(height, 1)),
                tf.math.mul(smoothed(tf, noiseY, kernel), strength)),
            tf.math.add(
                tf.constant(places(1, width)),
                tf.math.mul(smoothed(tf, noiseX, kernel), strength)));
  }

  /** 0, 1, ... along the axis that is longer than 1. */
  private static float[][] places(int rows, int columns) {
    float[][] places = new float[rows][columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        places[row][column] = row + column;
      }
    }
    return places;
  }

  /** Gauss's bell as far as three times the whole part of sigma; its sum is 1. */
  private static Operand<TFloat32> kernel(Ops tf, Operand<TFloat32> sigma, int most) {
    float[] distances = new float[2 * most + 1];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = Math.abs(i - most);
    }
    Operand<TFloat32> distance = tf.constant(distances);
    Operand<TFloat32> relative =
        tf.math.div(distance, tf.math.maximum(sigma, tf.constant(SMALLEST_SIGMA)));
    Operand<TFloat32> bell = tf.math.exp(tf.math.mul(tf.math.square(relative), tf.constant(-0.5f)));
    Operand<TFloat32> radius = tf.math.mul(tf.math.floor(sigma), tf.constant(3f));
    Operand<TFloat32> cut =
        tf.math.mul(bell, tf.dtypes.cast(tf.math.lessEqual(distance, radius), TFloat32.class));
    return tf.math.div(cut, tf.sum(cut, tf.constant(0)));
  }

  /** A field convolved with the kernel along both axes, zeros beyond its border. */
  private static Operand<TFloat32> smoothed(
      Ops tf, Operand<TFloat32> field, Operand<TFloat32> kernel) {
    Operand<TFloat32> image = tf.expandDims(field, tf.constant(3));
    for (Shape shape :
        new Shape[] {
          Shape.of(Shape.UNKNOWN_SIZE, 1, 1, 1), Shape.of(1, Shape.UNKNOWN_SIZE, 1, 1)
        }) {
      image =
          tf.nn.conv2d(
              image, tf.reshape(kernel, tf.constant(shape)), List.of(1L, 1L, 1L, 1L), "SAME");
    }
    return tf.squeeze(image, Squeeze.axis(List.of(3L)));
  }
}
