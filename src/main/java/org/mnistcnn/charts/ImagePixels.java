package org.mnistcnn.charts;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;

/** Images of a data set as Java draws them. */
final class ImagePixels {

  private ImagePixels() {}

  /** Image {@code index}: grey of one channel, else red, green and blue of the first three. */
  static BufferedImage of(Dataset images, int index) {
    ImageShape shape = images.imageShape();
    ByteBuffer pixels = images.pixels(index, index + 1);
    BufferedImage image =
        new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        int first = (y * shape.width() + x) * shape.channels();
        int red = Byte.toUnsignedInt(pixels.get(first));
        int green = shape.channels() < 3 ? red : Byte.toUnsignedInt(pixels.get(first + 1));
        int blue = shape.channels() < 3 ? red : Byte.toUnsignedInt(pixels.get(first + 2));
        image.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    return image;
  }

  /** Image {@code index}, made smaller if a side is longer than {@code longest}. */
  static BufferedImage thumbnail(Dataset images, int index, int longest) {
    BufferedImage image = of(images, index);
    double scale = (double) longest / Math.max(image.getWidth(), image.getHeight());
    if (scale >= 1) {
      return image;
    }
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      graphics.drawImage(image, 0, 0, width, height, null);
    } finally {
      graphics.dispose();
    }
    return small;
  }

  /** The image with every pixel as a square of its own, so that no viewer blurs it. */
  static BufferedImage enlarged(BufferedImage image, int factor) {
    BufferedImage large =
        new BufferedImage(
            image.getWidth() * factor, image.getHeight() * factor, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < large.getHeight(); y++) {
      for (int x = 0; x < large.getWidth(); x++) {
        large.setRGB(x, y, image.getRGB(x / factor, y / factor));
      }
    }
    return large;
  }
}
