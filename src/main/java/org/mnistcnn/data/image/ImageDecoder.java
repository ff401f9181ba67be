package org.mnistcnn.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.mnistcnn.common.InvalidDataException;

/** Java's ImageIO, made to refuse what it would decode in part or run out of memory on. */
public final class ImageDecoder {

  /** A file of a few kilobytes can declare more pixels than memory holds. */
  private static final long MOST_PIXELS = 100_000_000;

  /**
   * Bytes of heap for each pixel of the largest image: it takes four or eight, and is not alone.
   */
  private static final int BYTES_A_PIXEL = 16;

  /** Where several images are decoded at once, those of more pixels are taken one by one. */
  private static final long MANY_PIXELS = mostPixels() / 8;

  private static final ReentrantLock ONE_LARGE_IMAGE = new ReentrantLock();

  private ImageDecoder() {}

  /**
   * What the first bytes of an image file say.
   *
   * @param width pixels in a row
   * @param height rows of pixels
   * @param grey whether there is no colour in its form: one channel, or a palette of greys
   */
  public record Header(int width, int height, boolean grey) {}

  private static long mostPixels() {
    return Math.min(MOST_PIXELS, Runtime.getRuntime().maxMemory() / BYTES_A_PIXEL);
  }

  /** What is done with an image whose header can be read. */
  @FunctionalInterface
  private interface Work<R> {
    R of(ImageReader reader) throws IOException;
  }

  /**
   * Reads the header of the first image of {@code file}.
   *
   * @throws InvalidDataException if it is no image, its header is damaged, or it is too large
   */
  public static Header header(Path file) throws IOException {
    return open(
        file,
        reader -> {
          checkSize(file, reader.getWidth(0), reader.getHeight(0));
          Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
          return new Header(
              reader.getWidth(0),
              reader.getHeight(0),
              types.hasNext() && isGrey(types.next().getColorModel()));
        });
  }

  private static boolean isGrey(ColorModel model) {
    if (!(model instanceof IndexColorModel palette)) {
      return model.getNumColorComponents() == 1;
    }
    for (int i = 0; i < palette.getMapSize(); i++) {
      if (palette.getRed(i) != palette.getGreen(i) || palette.getGreen(i) != palette.getBlue(i)) {
        return false;
      }
    }
    return true;
  }

  /** What becomes of a decoded image. */
  @FunctionalInterface
  interface Use<R> {
    R of(BufferedImage image) throws IOException;
  }

  /**
   * Decodes the first image of {@code file}, whole, and uses it. Of several threads, one at a time
   * has a large image.
   *
   * @throws InvalidDataException if it is no image, is damaged or cut off, or is too large
   */
  static <R> R decode(Path file, Use<R> use) throws IOException {
    try {
      return use.of(decoded(file));
    } finally {
      if (ONE_LARGE_IMAGE.isHeldByCurrentThread()) {
        ONE_LARGE_IMAGE.unlock();
      }
    }
  }

  private static BufferedImage decoded(Path file) throws IOException {
    List<String> warnings = new ArrayList<>();
    return open(
        file,
        reader -> {
          reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
          int width = reader.getWidth(0);
          int height = reader.getHeight(0);
          checkSize(file, width, height);
          if ((long) width * height > MANY_PIXELS) {
            ONE_LARGE_IMAGE.lock();
          }
          BufferedImage image = reader.read(0);
          for (String warning : warnings) {
            if (meansDamage(warning)) {
              throw damaged(file, reader, warning);
            }
          }
          return image;
        });
  }

  private static <R> R open(Path file, Work<R> work) throws IOException {
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
        return answer(file, reader, in, work);
      } finally {
        reader.dispose();
      }
    }
  }

  private static <R> R answer(Path file, ImageReader reader, ImageInputStream in, Work<R> work)
      throws IOException {
    try {
      reader.setInput(in, true, true);
      return work.of(reader);
    } catch (InvalidDataException e) {
      throw e;
    } catch (EOFException e) {
      throw damaged(file, reader, "it ends too early");
    } catch (IOException | RuntimeException e) {
      // Decoders also answer damage with unchecked exceptions.
      throw damaged(file, reader, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Whether a warning says that pixels are lost: the JPEG decoder fills what is missing with grey
   * and continues. There is only the text to tell it from, say, an unknown revision of JFIF.
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
    if ((long) width * height > mostPixels()) {
      throw new InvalidDataException(
          "%s: image must have at most %d pixels, got %d x %d; make it smaller first"
              .formatted(file, mostPixels(), width, height));
    }
  }
}
