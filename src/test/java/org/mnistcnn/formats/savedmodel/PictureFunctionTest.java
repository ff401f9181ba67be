package org.mnistcnn.formats.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.image.ImageFile;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** What the graph makes of a picture file is what {@code predict} makes of it. */
class PictureFunctionTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    // The kind, width, height and format of the file; the greatest difference of a pixel, and the
    // share of pixels that differ at all, in percent. Two decoders do not read a JPEG alike.
    "TYPE_BYTE_GRAY, 28, 28, png, 1, 1",
    "TYPE_BYTE_GRAY, 280, 140, png, 1, 1",
    "TYPE_BYTE_GRAY, 9, 13, png, 1, 1",
    "TYPE_BYTE_GRAY, 301, 17, jpg, 4, 30",
    "TYPE_USHORT_GRAY, 90, 60, png, 1, 1",
    "TYPE_BYTE_BINARY, 100, 100, png, 1, 1",
    "TYPE_INT_RGB, 120, 90, png, 1, 1",
    "TYPE_INT_RGB, 123, 97, jpg, 4, 30",
    "TYPE_INT_RGB, 60, 61, bmp, 1, 1",
    "TYPE_INT_RGB, 60, 61, gif, 1, 1",
    "TYPE_INT_ARGB, 77, 50, png, 1, 1",
  })
  void thePixelsAreThoseOfPredict(
      String kind, int width, int height, String format, int levels, int percent) throws Exception {
    int type = BufferedImage.class.getField(kind).getInt(null);
    List<Path> files = new ArrayList<>();
    for (boolean darkOnLight : new boolean[] {false, true}) {
      BufferedImage image = picture(type, width, height, darkOnLight);
      Path file = directory.resolve("picture-%s.%s".formatted(darkOnLight, format));
      assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
      files.add(file);
    }
    for (ImageShape shape : List.of(new ImageShape(28, 28, 1), new ImageShape(32, 20, 3))) {
      float[] pixels = decode(shape, files);
      for (int i = 0; i < files.size(); i++) {
        ImageFile expected = ImageFile.read(files.get(i), shape);
        assertThat(expected.inverted()).isEqualTo(shape.channels() == 1 && i == 1);
        int different = 0;
        for (int pixel = 0; pixel < shape.size(); pixel++) {
          float difference =
              Math.abs(
                  Byte.toUnsignedInt(expected.pixels()[pixel]) - pixels[i * shape.size() + pixel]);
          assertThat(difference).isLessThanOrEqualTo(levels);
          different += difference > 0 ? 1 : 0;
        }
        // What lies next to the middle of two numbers may be rounded the other way in float32.
        assertThat(different).isLessThanOrEqualTo(shape.size() * percent / 100);
      }
    }
  }

  @Test
  void aPictureOfTheModelsSizeIsTakenAsItIs() throws IOException {
    BufferedImage image = picture(BufferedImage.TYPE_BYTE_GRAY, 28, 28, false);
    Path file = directory.resolve("digit.png");
    ImageIO.write(image, "png", file.toFile());

    float[] pixels = decode(new ImageShape(28, 28, 1), List.of(file));

    for (int i = 0; i < pixels.length; i++) {
      assertThat(pixels[i]).isEqualTo(image.getRaster().getSample(i % 28, i / 28, 0));
    }
  }

  @Test
  void aFileThatIsNoPictureIsRefused() {
    assertThatThrownBy(
            () -> {
              Path text = directory.resolve("text.png");
              Files.writeString(text, "no picture at all");
              decode(new ImageShape(28, 28, 1), List.of(text));
            })
        .isInstanceOf(TFInvalidArgumentException.class)
        .hasMessageContaining("Unknown image file format");
  }

  private static BufferedImage picture(int type, int width, int height, boolean darkOnLight) {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    // What is see-through lies on white: an image with opacity is dark on light without a ground.
    if (!image.getColorModel().hasAlpha() || !darkOnLight) {
      graphics.setColor(darkOnLight ? Color.WHITE : Color.BLACK);
      graphics.fillRect(0, 0, width, height);
    }
    Color pen = darkOnLight ? new Color(30, 60, 90, 200) : new Color(255, 200, 120, 200);
    graphics.setPaint(new GradientPaint(0, 0, pen, width, height, Color.GRAY));
    graphics.fillOval(width / 4, height / 4, width / 2, height / 2);
    graphics.dispose();
    return image;
  }

  private static float[] decode(ImageShape shape, List<Path> files) throws IOException {
    byte[][] contents = new byte[files.size()][];
    for (int i = 0; i < contents.length; i++) {
      contents[i] = Files.readAllBytes(files.get(i));
    }
    try (PictureFunction function =
            new PictureFunction(
                new PicturePixels(
                    Shape.of(shape.height(), shape.width(), shape.channels()), true));
        Graph graph = new Graph();
        Session session = new Session(graph);
        TString input = TString.tensorOfBytes(NdArrays.vectorOfObjects(contents))) {
      Ops tf = Ops.create(graph);
      Placeholder<TString> placeholder =
          tf.placeholder(TString.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)));
      Operand<TFloat32> images = function.call(tf, placeholder);
      try (Result result = session.runner().feed(placeholder, input).fetch(images).run()) {
        TFloat32 value = (TFloat32) result.get(0);
        assertThat(value.shape())
            .isEqualTo(Shape.of(files.size(), shape.height(), shape.width(), shape.channels()));
        float[] pixels = new float[(int) value.size()];
        value.copyTo(DataBuffers.of(pixels, false, false));
        return pixels;
      }
    }
  }
}
