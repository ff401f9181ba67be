package org.mnistcnn.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.read.DatasetReader;

class ImageFileTest {

  private static final ImageShape MNIST = new ImageShape(28, 28, 1);

  /** The first image of MNIST's test set, a seven. */
  private static final byte[] SEVEN = new byte[28 * 28];

  @TempDir private Path directory;

  @BeforeAll
  static void readASeven() throws IOException {
    DatasetReader.readTest(Path.of("data", "mnist")).pixels(0, 1).get(SEVEN);
  }

  @Test
  void anImageOfTheRightSizeKeepsItsBytes() throws IOException {
    ImageFile image = ImageFile.read(write("png", seven(1, false)), MNIST);

    assertThat(image.pixels()).isEqualTo(SEVEN);
    assertThat(image.inverted()).isFalse();
    assertThat(image.file()).isEqualTo(directory.resolve("image.png"));
  }

  @Test
  void darkInkOnWhitePaperIsInverted() throws IOException {
    ImageFile image = ImageFile.read(write("png", seven(10, true)), MNIST);

    assertThat(image.inverted()).isTrue();
    assertThat(image.pixels()).isEqualTo(SEVEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif", "bmp"})
  void otherLosslessFormatsReadTheSame(String format) throws IOException {
    BufferedImage image = redraw(seven(1, false), BufferedImage.TYPE_INT_RGB);
    if (format.equals("gif")) {
      image = palette(image);
    }

    assertThat(ImageFile.read(write(format, image), MNIST).pixels()).isEqualTo(SEVEN);
  }

  @Test
  void aJpegReadsAboutTheSame() throws IOException {
    ImageFile image = ImageFile.read(write("jpg", seven(10, false)), MNIST);

    assertThat(largestDifference(image.pixels(), SEVEN)).isLessThan(4);
  }

  @Test
  void transparentPixelsLieOnWhite() throws IOException {
    BufferedImage drawing = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    drawing.setRGB(0, 0, 0x80000000);
    drawing.setRGB(1, 0, 0x00ff0000);

    ImageFile image = ImageFile.read(write("png", drawing), new ImageShape(1, 2, 3));

    int half = 255 - 0x80;
    assertThat(image.pixels()).containsExactly(half, half, half, 255, 255, 255);
  }

  @Test
  void transparentColoursOfAPaletteLieOnWhiteToo() throws IOException {
    byte[] red = {(byte) 200, 10};
    byte[] none = {0, 0};
    IndexColorModel colors = new IndexColorModel(8, 2, red, none, none, 1);
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, colors);
    image.getRaster().setSample(1, 0, 0, 1);

    assertThat(ImageFile.read(write("png", image), new ImageShape(1, 2, 3)).pixels())
        .containsExactly(200, 0, 0, 255, 255, 255);
  }

  @ParameterizedTest
  @CsvSource({"ff0000, 76", "00ff00, 150", "0000ff, 29", "7b7b7b, 123", "102030, 29"})
  void colourBecomesTheLumaThatPilComputes(String color, int luma) throws IOException {
    BufferedImage picture = filled(2, 2, new Color(Integer.parseInt(color, 16)));
    picture.setRGB(1, 1, 0);

    ImageFile image = ImageFile.read(write("png", picture), new ImageShape(2, 2, 1));

    int first = Byte.toUnsignedInt(image.pixels()[0]);
    assertThat(image.inverted() ? 255 - first : first).isEqualTo(luma);
  }

  @Test
  void sixteenBitGreyIsScaledToEight() throws IOException {
    BufferedImage grey = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    grey.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 257 * 100, 65535});

    ImageFile image = ImageFile.read(write("png", grey), new ImageShape(1, 3, 3));

    assertThat(image.pixels()).containsExactly(0, 0, 0, 100, 100, 100, 255, 255, 255);
  }

  @Test
  void threeChannelsAreRedGreenBlueAndNeverInverted() throws IOException {
    Path file = write("png", filled(4, 4, new Color(250, 200, 240)));

    ImageFile image = ImageFile.read(file, new ImageShape(1, 1, 3));

    assertThat(image.pixels()).containsExactly(250, 200, 240);
    assertThat(image.inverted()).isFalse();
  }

  @Test
  void shrinkingTakesTheMeanOfTheAreaUnderEachPixel() throws IOException {
    BufferedImage row = greyRow(0, 30, 60, 90, 120);

    // Each target pixel covers 2.5 source pixels.
    assertThat(ImageFile.read(write("png", row), new ImageShape(1, 2, 3)).pixels())
        .containsExactly(24, 24, 24, 96, 96, 96);
  }

  @Test
  void growingInterpolatesBetweenPixelCentres() throws IOException {
    BufferedImage row = greyRow(0, 100);

    assertThat(ImageFile.read(write("png", row), new ImageShape(1, 4, 1)).pixels())
        .containsExactly(0, 25, 75, 100);
  }

  @Test
  void axesAreResizedEachForItself() throws IOException {
    BufferedImage row = greyRow(0, 100, 20, 40);

    assertThat(ImageFile.read(write("png", row), new ImageShape(2, 2, 1)).pixels())
        .containsExactly(50, 30, 50, 30);
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = directory.resolve("nowhere.png");

    assertThatThrownBy(() -> ImageFile.read(file, MNIST))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(file + ": no such file");
  }

  @Test
  void aDirectoryIsRefused() {
    assertThatThrownBy(() -> ImageFile.read(directory, MNIST))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(directory + ": not a file");
  }

  @Test
  void twoChannelsAreRefused() {
    assertThatThrownBy(() -> ImageFile.read(directory, new ImageShape(28, 28, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an image file can be read as 1 channel (grey) or 3 (red, green, blue), got 2");
  }

  private Path write(String format, BufferedImage image) throws IOException {
    Path file = directory.resolve("image." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static BufferedImage seven(int scale, boolean negative) {
    BufferedImage image = new BufferedImage(28 * scale, 28 * scale, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int value = Byte.toUnsignedInt(SEVEN[y / scale * 28 + x / scale]);
        image.getRaster().setSample(x, y, 0, negative ? 255 - value : value);
      }
    }
    return image;
  }

  private static BufferedImage redraw(BufferedImage grey, int type) {
    BufferedImage image = new BufferedImage(grey.getWidth(), grey.getHeight(), type);
    for (int y = 0; y < grey.getHeight(); y++) {
      for (int x = 0; x < grey.getWidth(); x++) {
        image.setRGB(x, y, 0x010101 * grey.getRaster().getSample(x, y, 0));
      }
    }
    return image;
  }

  private static BufferedImage palette(BufferedImage grey) {
    byte[] ramp = new byte[256];
    for (int i = 0; i < 256; i++) {
      ramp[i] = (byte) i;
    }
    IndexColorModel colors = new IndexColorModel(8, 256, ramp, ramp, ramp);
    BufferedImage image =
        new BufferedImage(
            grey.getWidth(), grey.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, colors);
    for (int y = 0; y < grey.getHeight(); y++) {
      for (int x = 0; x < grey.getWidth(); x++) {
        image.getRaster().setSample(x, y, 0, grey.getRGB(x, y) & 0xff);
      }
    }
    return image;
  }

  private static BufferedImage greyRow(int... values) {
    BufferedImage row = new BufferedImage(values.length, 1, BufferedImage.TYPE_BYTE_GRAY);
    row.getRaster().setPixels(0, 0, values.length, 1, values);
    return row;
  }

  private static BufferedImage filled(int width, int height, Color color) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, color.getRGB());
    }
    return image;
  }

  private static int largestDifference(byte[] actual, byte[] expected) {
    int largest = 0;
    for (int i = 0; i < expected.length; i++) {
      int difference = Byte.toUnsignedInt(actual[i]) - Byte.toUnsignedInt(expected[i]);
      largest = Math.max(largest, Math.abs(difference));
    }
    return largest;
  }
}
