package org.mnistcnn.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mnistcnn.train.History;

final class TrainingCurvesChartTest {

  private final History history = new History();

  @Test
  void drawsTrainingAndValidationInBothPlots() {
    history.add(new History.Epoch(0, logs(0.5, 0.8, 0.4, 0.85)));
    history.add(new History.Epoch(1, logs(0.3, 0.9, 0.2, 0.95)));
    BufferedImage image = draw();
    assertThat(image.getWidth()).isEqualTo(2400);
    assertThat(image.getHeight()).isEqualTo(920);
    assertThat(pixels(left(image), ChartStyle.BLUE)).isGreaterThan(1000);
    assertThat(pixels(left(image), ChartStyle.ORANGE)).isGreaterThan(1000);
    assertThat(pixels(right(image), ChartStyle.BLUE)).isGreaterThan(1000);
    assertThat(pixels(right(image), ChartStyle.ORANGE)).isGreaterThan(1000);
  }

  @Test
  void drawsOneEpochAsPoints() {
    history.add(new History.Epoch(0, logs(0.5, 0.8, 0.4, 0.85)));
    BufferedImage plot = left(draw()).getSubimage(0, 90, 1200, 665);
    assertThat(pixels(plot, ChartStyle.BLUE)).isGreaterThan(50);
    assertThat(pixels(plot, ChartStyle.ORANGE)).isGreaterThan(50);
  }

  @Test
  void drawsTrainingAloneWithoutValidation() {
    history.add(new History.Epoch(0, Map.of("loss", 0.5, "accuracy", 0.8)));
    history.add(new History.Epoch(1, Map.of("loss", 0.3, "accuracy", 0.9)));
    BufferedImage image = draw();
    assertThat(pixels(image, ChartStyle.BLUE)).isGreaterThan(1000);
    assertThat(pixels(image, ChartStyle.ORANGE)).isZero();
  }

  @Test
  void drawsWhatIsFiniteOfATrainingThatDiverged() {
    history.add(new History.Epoch(0, Map.of("loss", 0.5, "accuracy", Double.NaN)));
    history.add(new History.Epoch(1, Map.of("loss", 0.6, "accuracy", Double.NaN)));
    history.add(new History.Epoch(2, Map.of("loss", Double.POSITIVE_INFINITY)));
    history.add(new History.Epoch(3, Map.of("loss", Double.NaN)));
    assertThat(pixels(left(draw()).getSubimage(0, 90, 1200, 665), ChartStyle.BLUE))
        .isGreaterThan(1000);
  }

  private BufferedImage draw() {
    return new TrainingCurvesChart("model", history).picture().image();
  }

  private static Map<String, Double> logs(
      double loss, double accuracy, double validationLoss, double validationAccuracy) {
    return Map.of(
        "loss",
        loss,
        "accuracy",
        accuracy,
        "val_loss",
        validationLoss,
        "val_accuracy",
        validationAccuracy);
  }

  private static BufferedImage left(BufferedImage image) {
    return image.getSubimage(0, 0, image.getWidth() / 2, image.getHeight());
  }

  private static BufferedImage right(BufferedImage image) {
    return image.getSubimage(image.getWidth() / 2, 0, image.getWidth() / 2, image.getHeight());
  }

  private static int pixels(BufferedImage image, Color color) {
    int count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (image.getRGB(x, y) == color.getRGB()) {
          count++;
        }
      }
    }
    return count;
  }
}
