package org.mnistcnn.charts;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.mnistcnn.common.AtomicFile;

/** Pictures, drawn in points and stored with two pixels per point for sharp text. */
final class PngFile {

  /** Pixels per point. */
  static final int SCALE = 2;

  private PngFile() {}

  /** A white picture of {@code width} by {@code height} points, with this drawing on it. */
  static BufferedImage draw(int width, int height, Consumer<Graphics2D> drawing) {
    BufferedImage image =
        new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.scale(SCALE, SCALE);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      drawing.accept(graphics);
    } finally {
      graphics.dispose();
    }
    return image;
  }

  /** Writes the picture, whole or not at all. */
  static void write(Path file, BufferedImage image) throws IOException {
    AtomicFile.write(file, out -> encode(image, out));
  }

  /** The picture as the bytes of a file. */
  static byte[] bytes(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    encode(image, bytes);
    return bytes.toByteArray();
  }

  private static void encode(BufferedImage image, OutputStream out) throws IOException {
    try (ImageOutputStream imageOut = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(image, "png", imageOut)) {
        throw new IOException("this Java has no PNG writer");
      }
    }
  }
}
