package org.mnistcnn.nn.augment;

/**
 * How an image that is moved is read between and beyond its pixels.
 *
 * @param fillMode what stands beyond its border
 * @param fillValue the value there with {@link FillMode#CONSTANT}, in [0, 255]
 * @param interpolation its value between pixels
 */
public record Sampling(FillMode fillMode, double fillValue, Interpolation interpolation) {

  /** What Keras's layers do unless they are told otherwise. */
  public static final Sampling KERAS = new Sampling(FillMode.REFLECT, 0, Interpolation.BILINEAR);

  public Sampling {
    PixelRange.check("fillValue", fillValue);
  }

  /** One value beyond the border, and bilinear interpolation. */
  public static Sampling constant(double value) {
    return new Sampling(FillMode.CONSTANT, value, Interpolation.BILINEAR);
  }

  /** Bilinear interpolation. */
  public static Sampling filled(FillMode mode) {
    return new Sampling(mode, 0, Interpolation.BILINEAR);
  }
}
