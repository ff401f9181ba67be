package org.mnistcnn.data;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/** Java's ImageIO, made to refuse what it would decode in part or run out of memory on. */
final class ImageDecoder {

  /** A file of a few kilobytes can declare more pixels than memory holds. */
  private static final long MOST_PIXELS = 100_000_000;

  private ImageDecoder() {}

  /**
   * Decodes the first image of {@code file}, whole.
   *
   * @throws InvalidDataException if it is no image, is damaged or cut off, or is too large
   */
  static BufferedImage decode(Path file) throws IOException {
    // Straight from the file: the stream that ImageIO would choose caches in a temporary one.
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new InvalidDataException(
            "%s: not an image that can be read (PNG, JPEG, GIF, BMP), going by its first bytes"
                .formatted(file));
      }
      ImageReader reader = readers.next();
      try {
        return decode(file, reader, in);
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage decode(Path file, ImageReader reader, ImageInputStream in)
      throws IOException {
    List<String> warnings = new ArrayList<>();
    BufferedImage image;
    try {
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(in, true, true);
      checkSize(file, reader.getWidth(0), reader.getHeight(0));
      image = reader.read(0);
    } catch (InvalidDataException e) {
      throw e;
    } catch (EOFException e) {
      throw damaged(file, reader, "it ends too early");
    } catch (IOException | RuntimeException e) {
      // Decoders answer damage with unchecked exceptions, too.
      throw damaged(file, reader, String.valueOf(e.getMessage()));
    }
    for (String warning : warnings) {
      if (meansDamage(warning)) {
        throw damaged(file, reader, warning);
      }
    }
    return image;
  }

  /**
   * Whether a warning says that pixels are lost: the JPEG decoder fills what is missing with grey
   * and goes on. There is only the text to tell it from, say, an unknown revision of JFIF.
   */
  private static boolean meansDamage(String warning) {
    return warning.startsWith("Truncated File") || warning.startsWith("Corrupt JPEG data");
  }

  private static InvalidDataException damaged(Path file, ImageReader reader, String detail)
      throws IOException {
    return new InvalidDataException(
        "%s: damaged, cut off or unsupported %s image: %s"
            .formatted(file, reader.getFormatName().toUpperCase(Locale.ROOT), detail));
  }

  private static void checkSize(Path file, int width, int height) throws InvalidDataException {
    if ((long) width * height > MOST_PIXELS) {
      throw new InvalidDataException(
          "%s: image must have at most %d pixels, got %d x %d; make it smaller first"
              .formatted(file, MOST_PIXELS, width, height));
    }
  }
}
