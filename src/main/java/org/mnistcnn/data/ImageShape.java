package org.mnistcnn.data;

/**
 * The size of one image, in TensorFlow's order {@code (height, width, channels)}.
 *
 * @param height rows of pixels
 * @param width pixels in a row
 * @param channels 1 for grey, 3 for colour
 */
public record ImageShape(int height, int width, int channels) {

  /**
   * @throws IllegalArgumentException if a dimension is not positive, or an image would not fit an
   *     array
   */
  public ImageShape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "image shape must be positive in every dimension, got (%d, %d, %d)"
              .formatted(height, width, channels));
    }
    if ((long) height * width > Integer.MAX_VALUE / channels) {
      throw new IllegalArgumentException(
          "image shape (%d, %d, %d) has more than 2^31-1 values"
              .formatted(height, width, channels));
    }
  }

  /** Values in one image: height x width x channels, one byte each. */
  public int size() {
    return height * width * channels;
  }

  @Override
  public String toString() {
    return "(%d, %d, %d)".formatted(height, width, channels);
  }
}
