package org.mnistcnn.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.ImageShape;

/** Files that cannot be decoded whole, seen through {@link ImageFile}. */
class ImageDecoderTest {

  private static final ImageShape MNIST = new ImageShape(28, 28, 1);

  @TempDir private Path directory;

  @Test
  void aSmallFileThatDeclaresAHugeImageIsRefused() throws IOException {
    Path file = directory.resolve("bomb.png");
    Files.write(file, pngHeader(20_000, 20_000));

    assertThatThrownBy(() -> ImageFile.read(file, MNIST))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            file
                + ": image must have at most 100000000 pixels, got 20000 x 20000; make it smaller"
                + " first");
  }

  @Test
  void aFileThatIsNoImageIsRefused() throws IOException {
    Path file = directory.resolve("notes.txt");
    Files.writeString(file, "seven");

    assertThatThrownBy(() -> ImageFile.read(file, MNIST))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            file
                + ": not an image that can be read (PNG, JPEG, GIF, BMP), going by its first"
                + " bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
  void anImageCutOffAnywhereIsRefused(String format) throws IOException {
    byte[] whole = Files.readAllBytes(write(format, noise()));
    Path file = directory.resolve("cut." + format);
    for (int percent = 0; percent <= 95; percent += 5) {
      Files.write(file, Arrays.copyOf(whole, whole.length * percent / 100));

      assertThatThrownBy(() -> ImageFile.read(file, MNIST), "%s at %d%%", format, percent)
          .isInstanceOf(InvalidDataException.class)
          .hasMessageStartingWith(file + ": ");
    }
  }

  @Test
  void aDamagedJpegIsRefusedWhereItsDecoderOnlyWarns() throws IOException {
    Path file = write("jpg", noise());
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));

    assertThatThrownBy(() -> ImageFile.read(file, MNIST))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            file
                + ": damaged, cut off or unsupported JPEG image: Truncated File - Missing EOI"
                + " marker");
  }

  private Path write(String format, BufferedImage image) throws IOException {
    Path file = directory.resolve("image." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static BufferedImage noise() {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int i = 0; i < 64 * 64; i++) {
      image.setRGB(i % 64, i / 64, random.nextInt());
    }
    return image;
  }

  /** A PNG that ends after its header: 8-bit grey of this size. */
  private static byte[] pngHeader(int width, int height) {
    ByteBuffer header = ByteBuffer.allocate(17);
    header.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
    header.put(new byte[] {8, 0, 0, 0, 0});
    CRC32 checksum = new CRC32();
    checksum.update(header.array());
    return ByteBuffer.allocate(33)
        .putLong(0x89504e470d0a1a0aL)
        .putInt(13)
        .put(header.array())
        .putInt((int) checksum.getValue())
        .array();
  }
}
