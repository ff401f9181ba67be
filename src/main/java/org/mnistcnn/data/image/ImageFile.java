package org.mnistcnn.data.image;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.ImageShape;

/**
 * One picture from a file, made into what a classifier of digits expects: light on dark, as the
 * images of MNIST, and of the size that the model takes.
 *
 * <p>The whole picture is resized, without a crop and without keeping its proportions, as Keras's
 * {@code load_img(target_size=...)} does. Unlike Keras, which takes the nearest pixel by default,
 * an axis that shrinks is averaged over the area that each target pixel covers, and an axis that
 * grows is interpolated linearly: thin strokes survive. A rotation noted in a photo's EXIF data is
 * not applied, as Keras does not.
 */
public final class ImageFile {

  /** Borders brighter than this are paper, and the writing on them is dark. */
  private static final int MIDDLE_GREY = 127;

  private final Path file;
  private final byte[] pixels;
  private final boolean inverted;

  private ImageFile(Path file, byte[] pixels, boolean inverted) {
    this.file = file;
    this.pixels = pixels;
    this.inverted = inverted;
  }

  /**
   * Reads a PNG, JPEG, GIF or BMP, or whatever else Java's ImageIO reads; of several frames the
   * first.
   *
   * <p>Transparent pixels lie on white. One channel is grey by the luma of Rec. 601, {@code 0.299 R
   * + 0.587 G + 0.114 B}, as PIL's {@code convert("L")}; then, if the outermost ring of the resized
   * picture is brighter than 127 on average, the picture is inverted. Three channels are red, green
   * and blue and are never inverted. 16-bit samples are scaled to 8.
   *
   * @param target the size to make it; 1 or 3 channels
   * @throws IllegalArgumentException if the target has neither 1 nor 3 channels
   * @throws InvalidDataException if the file is no image, is damaged or cut off, or has more than
   *     100 million pixels, which is seen from its header before any memory is taken
   * @throws FileSystemException if there is no such file
   */
  public static ImageFile read(Path file, ImageShape target) throws IOException {
    return read(file, target, true);
  }

  /**
   * The same for a model of one's own pictures, which has learned from them as they are.
   *
   * @param invertLight whether a grey picture with a light border is inverted
   */
  public static ImageFile read(Path file, ImageShape target, boolean invertLight)
      throws IOException {
    byte[] pixels = pixels(file, target);
    boolean inverted = invertLight && target.channels() == 1 && hasLightBorder(pixels, target);
    if (inverted) {
      invert(pixels);
    }
    return new ImageFile(file, pixels, inverted);
  }

  /** The pixels of a file as {@link #read} makes them, as light or dark as they are. */
  public static byte[] pixels(Path file, ImageShape target) throws IOException {
    if (target.channels() != 1 && target.channels() != 3) {
      throw new IllegalArgumentException(
          "an image file can be read as 1 channel (grey) or 3 (red, green, blue), got %d"
              .formatted(target.channels()));
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "not a file");
    }
    return ImageDecoder.decode(
        file, image -> Resizing.resize(PixelSource.of(file, image, target.channels()), target));
  }

  /** The file it was read from. */
  public Path file() {
    return file;
  }

  /** The values, shape {@code (height, width, channels)}, 0 (black) to 255 unsigned: a copy. */
  public byte[] pixels() {
    return pixels.clone();
  }

  /** Whether the file showed dark on light, so that {@link #pixels} are its negative. */
  public boolean inverted() {
    return inverted;
  }

  private static boolean hasLightBorder(byte[] pixels, ImageShape shape) {
    long sum = 0;
    int count = 0;
    for (int y = 0; y < shape.height(); y++) {
      boolean wholeRow = y == 0 || y == shape.height() - 1;
      int step = wholeRow ? 1 : Math.max(1, shape.width() - 1);
      for (int x = 0; x < shape.width(); x += step) {
        sum += Byte.toUnsignedInt(pixels[y * shape.width() + x]);
        count++;
      }
    }
    return sum > (long) MIDDLE_GREY * count;
  }

  private static void invert(byte[] pixels) {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ~pixels[i];
    }
  }
}
