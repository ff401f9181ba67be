package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.data.Dataset;

@ExtendWith(TrainedMnist.Resolver.class)
final class PredictCommandTest {

  /** Clearly written test images of a 0, a 1, ... a 9. */
  private static final int[] CLEAR = {3, 2, 1, 18, 4, 15, 21, 0, 61, 7};

  private static Dataset digits;

  @TempDir Path directory;

  @BeforeAll
  static void readTheDigits() throws IOException {
    digits = Mnist.test();
  }

  @Test
  void itSaysTheDigitOfEachFileInTheirOrder(TrainedMnist trained) throws IOException {
    List<Path> files = new ArrayList<>();
    for (int digit = 9; digit >= 0; digit--) {
      files.add(png(digit));
    }

    List<String> out = predict(trained, files).succeeded().out();

    assertThat(out).hasSize(10);
    for (int i = 0; i < 10; i++) {
      assertThat(out.get(i)).matches(".*: %d \\([01]\\.\\d{4}\\)".formatted(9 - i));
      assertThat(out.get(i)).startsWith(files.get(i) + ": ");
    }
  }

  @Test
  void darkDigitsOnLightPaperOfAnySizeAreRecognised(TrainedMnist trained) throws IOException {
    List<Path> photos = List.of(photo(7), photo(2), photo(0));

    assertThat(predict(trained, photos).succeeded().out())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(photos.get(0) + ": 7 ("),
            line -> assertThat(line).startsWith(photos.get(1) + ": 2 ("),
            line -> assertThat(line).startsWith(photos.get(2) + ": 0 ("))
        .noneMatch(line -> line.contains("inverted"));
  }

  @Test
  void verboseSaysWhichImagesWereInverted(TrainedMnist trained) throws IOException {
    List<String> out = predict(trained, List.of(photo(7), png(7)), "--verbose").succeeded().out();

    assertThat(out.get(0)).endsWith(", dark on light: inverted");
    assertThat(out.get(1)).endsWith(")");
  }

  @Test
  void jsonHoldsTheProbabilitiesOfAllClasses(TrainedMnist trained) throws IOException {
    Path photo = photo(7);
    Path png = png(2);

    String out =
        String.join("\n", predict(trained, List.of(photo, png), "--json").succeeded().out());

    JsonNode images = new ObjectMapper().readTree(out);
    assertThat(images).hasSize(2);
    assertThat(images.get(0).get("file").textValue()).isEqualTo(photo.toString());
    assertThat(images.get(0).get("class").textValue()).isEqualTo("7");
    assertThat(images.get(0).get("inverted").booleanValue()).isTrue();
    assertThat(images.get(1).get("class").textValue()).isEqualTo("2");
    assertThat(images.get(1).get("inverted").booleanValue()).isFalse();
    JsonNode probabilities = images.get(1).get("probabilities");
    assertThat(probabilities.fieldNames())
        .toIterable()
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(probabilities.get("2")).isEqualTo(images.get(1).get("probability"));
    double sum = 0;
    for (JsonNode probability : probabilities) {
      sum += probability.doubleValue();
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  @Test
  void aTextFileIsRefused(TrainedMnist trained) throws IOException {
    Path text = Files.writeString(directory.resolve("seven.png"), "7");

    predict(trained, List.of(text))
        .failed(
            1,
            text
                + ": not an image that can be read (PNG, JPEG, GIF, BMP), going by its first bytes");
  }

  @Test
  void aMissingFileIsRefused(TrainedMnist trained) {
    Path missing = directory.resolve("missing.png");

    predict(trained, List.of(missing)).failed(1, missing + ": no such file");
  }

  @Test
  void aDirectoryIsRefused(TrainedMnist trained) {
    predict(trained, List.of(directory)).failed(1, directory + ": not a file");
  }

  @Test
  void anImageThatIsCutOffIsRefused(TrainedMnist trained) throws IOException {
    Path png = png(7);
    byte[] whole = Files.readAllBytes(png);
    Files.write(png, Arrays.copyOf(whole, whole.length / 2));

    predict(trained, List.of(png))
        .failedWith(1, png + ": damaged, cut off or unsupported PNG image: ");
  }

  @Test
  void oneBadImageAmongGoodOnesIsRefusedBeforeAnythingIsPrinted(TrainedMnist trained)
      throws IOException {
    Path missing = directory.resolve("missing.png");

    predict(trained, List.of(png(7), missing, png(2))).failed(1, missing + ": no such file");
  }

  @Test
  void aMissingModelIsRefused() throws IOException {
    Run.of("predict", "--model", directory.toString(), png(7).toString())
        .failedWith(1, directory + ": not a SavedModel (no saved_model.pb in it); name the");
  }

  private static Run predict(TrainedMnist trained, List<Path> files, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("predict", "--model", trained.savedModel().toString()));
    arguments.addAll(Arrays.asList(options));
    files.forEach(file -> arguments.add(file.toString()));
    return Run.of(arguments.toArray(String[]::new));
  }

  /** A test image as it is: light on dark, 28 x 28, grey. */
  private Path png(int digit) throws IOException {
    Path file = directory.resolve(digit + ".png");
    ImageIO.write(image(digit, false), "png", file.toFile());
    return file;
  }

  /** A test image as somebody would photograph it: dark on light, large, in colour. */
  private Path photo(int digit) throws IOException {
    BufferedImage large = new BufferedImage(300, 280, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = large.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image(digit, true), 0, 0, large.getWidth(), large.getHeight(), null);
    graphics.dispose();
    Path file = directory.resolve(digit + ".jpg");
    ImageIO.write(large, "jpg", file.toFile());
    return file;
  }

  private static BufferedImage image(int digit, boolean negative) {
    int index = CLEAR[digit];
    assertThat(digits.label(index)).isEqualTo(digit);
    ByteBuffer pixels = digits.pixels(index, index + 1);
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 28 * 28; i++) {
      int value = Byte.toUnsignedInt(pixels.get(i));
      image.getRaster().setSample(i % 28, i / 28, 0, negative ? 255 - value : value);
    }
    return image;
  }
}
