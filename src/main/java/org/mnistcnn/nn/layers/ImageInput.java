package org.mnistcnn.nn.layers;

import org.mnistcnn.common.SettingException;
import org.tensorflow.ndarray.Shape;

/** The input of layers that take images alone. */
final class ImageInput {

  private ImageInput() {}

  /**
   * Requires a shape {@code (height, width, channels)}.
   *
   * @throws IllegalArgumentException if it has another number of dimensions
   */
  static void require(Shape input) {
    if (input.numDimensions() != 3) {
      throw new SettingException(
          "input", "must be an image (height, width, channels), got shape " + input);
    }
  }
}
