package org.mnistcnn.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.metrics.MadeUp;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.metrics.Scores;
import org.mnistcnn.train.History;

final class ChartsTest {

  private static final String LONG = "a_class_with_a_name_that_is_far_too_long_for_any_axis_";

  @TempDir Path directory;

  static Stream<Picture> everyPicture() {
    List<Picture> all = new ArrayList<>();
    for (int classes : new int[] {1, 2, 10, 33, 100}) {
      all.addAll(pictures("model", MadeUp.names(classes), 3));
      all.addAll(pictures("model", ClassLabelsTest.names(LONG, classes), 7));
    }
    all.addAll(pictures("a_model_name_without_an_end_".repeat(10), MadeUp.names(10), 1));
    for (int epochs : new int[] {1, 3, 50}) {
      all.add(Charts.ofTraining("model", history(epochs, false)));
      all.add(Charts.ofTraining("model", history(epochs, true)));
    }
    all.add(
        Charts.ofTrainings(
            Map.of("first", history(5, false), "second".repeat(40), history(9, true))));
    all.add(Charts.ofFilters("model", new Filters("conv2d", 3, 3, 1, 32, weights(288))));
    all.add(Charts.ofFilters("model", new Filters("conv2d", 7, 7, 3, 96, weights(14112))));
    for (int axes : new int[] {0, 1, 2, 9}) {
      all.addAll(Charts.ofTrials(trials("search", axes, 1 + 6 * axes, true)));
      all.addAll(Charts.ofTrials(trials("a_name_without_an_end_".repeat(10), axes, 40, false)));
    }
    return all.stream();
  }

  /** Trials of which some failed, some were stopped early, and some did not set a parameter. */
  private static Trials trials(String name, int axes, int count, boolean maximized) {
    List<Trials.Axis> named = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      List<Trials.Mark> marks = new ArrayList<>();
      for (int mark = 0; mark < 2 + 3 * axis; mark++) {
        marks.add(new Trials.Mark((mark + 0.5) / (2 + 3 * axis), LONG.repeat(axis % 2) + mark));
      }
      named.add(new Trials.Axis(LONG.repeat(axis % 2) + axis, marks));
    }
    List<Trials.TrialPoint> trials = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Double> positions = new ArrayList<>();
      for (int axis = 0; axis < axes; axis++) {
        positions.add((i + axis) % 5 == 4 ? Double.NaN : (i * 7 + axis) % 11 / 10.0);
      }
      double value = i % 6 == 5 ? Double.NaN : 0.9 + 0.1 * Math.sin(i);
      trials.add(new Trials.TrialPoint(i + 1, value, i % 3 == 0, positions));
    }
    return new Trials(name, maximized ? "val_accuracy" : "val_loss", maximized, named, trials);
  }

  private static List<Picture> pictures(String model, List<String> names, double lean) {
    Predictions predictions = MadeUp.predictions(names.size(), names, 2000, lean);
    List<Picture> pictures = new ArrayList<>(Charts.ofPredictions(model, Scores.of(predictions)));
    pictures.addAll(Charts.ofImages(model, predictions, images(predictions)));
    return pictures;
  }

  static Dataset images(Predictions predictions) {
    int[] labels = new int[predictions.count()];
    byte[] pixels = new byte[predictions.count() * 12];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = predictions.actual(i);
      pixels[i * 12 + labels[i] % 12] = -1;
    }
    return new Dataset(new ImageShape(4, 3, 1), predictions.classNames(), pixels, labels);
  }

  static History history(int epochs, boolean schedule) {
    History history = new History();
    for (int epoch = 0; epoch < epochs; epoch++) {
      Map<String, Double> logs = new LinkedHashMap<>();
      logs.put("loss", 1.0 / (epoch + 1));
      logs.put("accuracy", 1 - 0.5 / (epoch + 1));
      logs.put("val_loss", 1.1 / (epoch + 1) + 0.02 * epoch);
      logs.put("val_accuracy", 1 - 0.6 / (epoch + 1));
      logs.put("learning_rate", schedule ? 0.1 * Math.pow(0.5, epoch) : 0.001);
      history.add(new History.Epoch(epoch, logs));
    }
    return history;
  }

  private static float[] weights(int count) {
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = (float) Math.sin(i * 1.7);
    }
    return weights;
  }

  @ParameterizedTest
  @MethodSource("everyPicture")
  void nothingIsClippedAndNoTextsOverlap(Picture picture) {
    BufferedImage image = picture.image();
    int white = Color.WHITE.getRGB();
    for (int x = 0; x < image.getWidth(); x++) {
      assertThat(image.getRGB(x, 0)).isEqualTo(white);
      assertThat(image.getRGB(x, image.getHeight() - 1)).isEqualTo(white);
    }
    for (int y = 0; y < image.getHeight(); y++) {
      assertThat(image.getRGB(0, y)).isEqualTo(white);
      assertThat(image.getRGB(image.getWidth() - 1, y)).isEqualTo(white);
    }
    List<SvgTexts.Text> texts = SvgTexts.of(picture.element());
    assertThat(texts).isNotEmpty();
    assertThat(SvgTexts.overlapping(texts)).as(picture.name()).isEmpty();
    assertThat(SvgTexts.outside(texts, picture.width(), picture.height())).isEmpty();
  }

  @Test
  void bothFormsShowTheSame() throws IOException {
    for (Picture picture : pictures("model", MadeUp.names(10), 4)) {
      Picture.Files files = picture.write(directory);
      assertThat(ImageIO.read(files.png().toFile()).getWidth()).isEqualTo(2 * picture.width());
      String text = Files.readString(files.svg());
      assertThat(text)
          .contains("viewBox='0.0 0.0 %d.0 %d.0'".formatted(picture.width(), picture.height()));
      assertThat(SvgTexts.of(text)).isEqualTo(SvgTexts.of(files.element()));
    }
  }

  @Test
  void aPictureInAPageTakesThePagesColours() {
    String element = pictures("model", MadeUp.names(10), 4).get(0).element();
    assertThat(element).contains("var(--ink)").doesNotContain("rgb(34,34,34)");
  }

  @Test
  void hostileNamesAreTextInASvg() {
    List<String> names = List.of("<script>alert(1)</script>", "a&b", "\"quoted\"");
    for (Picture picture : pictures("<script>", names, 1)) {
      assertThat(picture.element()).doesNotContain("<script");
      assertThat(SvgTexts.of(picture.element())).isNotEmpty();
    }
  }
}
