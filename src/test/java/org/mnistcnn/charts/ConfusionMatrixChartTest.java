package org.mnistcnn.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jfree.chart.ChartRenderingInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mnistcnn.metrics.ConfusionMatrix;
import org.mnistcnn.metrics.Predictions;

final class ConfusionMatrixChartTest {

  private static final Color DEEP_BLUE = new Color(0x08306B);

  private final ChartRenderingInfo info = new ChartRenderingInfo();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 100})
  void theDiagonalOfAPerfectModelIsBlueAndTheRestWhite(int classes) {
    List<String> names =
        ClassLabelsTest.names("a_name_that_is_far_too_long_for_any_axis_", classes);
    BufferedImage image = draw(names, new int[classes], index -> index);
    for (int actual = 0; actual < classes; actual++) {
      for (int predicted = 0; predicted < classes; predicted++) {
        assertThat(cornerOf(image, classes, actual, predicted))
            .as("cell %d, %d", actual, predicted)
            .isEqualTo(actual == predicted ? DEEP_BLUE : Color.WHITE);
      }
    }
  }

  @Test
  void rowsAreTrueClassesFromTopToBottom() {
    BufferedImage image = draw(List.of("a", "b", "c"), new int[3], index -> 2);
    for (int actual = 0; actual < 3; actual++) {
      assertThat(cornerOf(image, 3, actual, 0)).isEqualTo(Color.WHITE);
      assertThat(cornerOf(image, 3, actual, 2)).isEqualTo(DEEP_BLUE);
    }
    image = draw(List.of("a", "b", "c"), new int[] {0, -1, -2}, index -> 1);
    assertThat(cornerOf(image, 3, 0, 1)).as("top row").isEqualTo(DEEP_BLUE);
    assertThat(cornerOf(image, 3, 2, 1)).as("bottom row").isEqualTo(Color.WHITE);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 100})
  void cellsAreSquareAndInsideThePicture(int classes) {
    BufferedImage image =
        draw(ClassLabelsTest.names("class_", classes), new int[classes], index -> index);
    Rectangle2D cells = cells();
    assertThat(cells.getWidth()).isCloseTo(cells.getHeight(), within(1.0));
    assertThat(cells.getMinX()).isPositive();
    assertThat(cells.getMaxX() * PngFile.SCALE).isLessThan(image.getWidth());
    assertThat(cells.getMaxY() * PngFile.SCALE).isLessThan(image.getHeight());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 100})
  void countsStandInTheCells(int classes) {
    BufferedImage image =
        draw(ClassLabelsTest.names("class_", classes), new int[classes], index -> index);
    assertThat(hasInk(image, classes, 0, 0, DEEP_BLUE)).isTrue();
  }

  @Test
  void nothingIsClippedAtTheEdgesOfThePicture() {
    String model = "a_model_name_without_an_end_".repeat(20);
    Predictions predictions =
        new Predictions(
            ClassLabelsTest.names("name_".repeat(50), 12), new int[] {0}, new float[12]);
    BufferedImage image =
        new ConfusionMatrixChart(
                model, ConfusionMatrix.of(predictions), ConfusionMatrixChart.Cells.COUNTS)
            .image(info);
    for (int x = 0; x < image.getWidth(); x++) {
      assertThat(image.getRGB(x, 0)).isEqualTo(Color.WHITE.getRGB());
      assertThat(image.getRGB(x, image.getHeight() - 1)).isEqualTo(Color.WHITE.getRGB());
    }
    for (int y = 0; y < image.getHeight(); y++) {
      assertThat(image.getRGB(0, y)).isEqualTo(Color.WHITE.getRGB());
      assertThat(image.getRGB(image.getWidth() - 1, y)).isEqualTo(Color.WHITE.getRGB());
    }
  }

  /** One sample for each class {@code index + shift[index]}, predicted as a class by its index. */
  private BufferedImage draw(List<String> names, int[] shift, IntUnaryOperator predictedOf) {
    int[] actual = new int[names.size()];
    float[] probabilities = new float[names.size() * names.size()];
    for (int index = 0; index < actual.length; index++) {
      actual[index] = index + shift[index];
      probabilities[index * names.size() + predictedOf.applyAsInt(index)] = 1;
    }
    ConfusionMatrix matrix = ConfusionMatrix.of(new Predictions(names, actual, probabilities));
    return new ConfusionMatrixChart("model", matrix, ConfusionMatrixChart.Cells.COUNTS).image(info);
  }

  /** The colour in the upper left of a cell, where no count stands. */
  private Color cornerOf(BufferedImage image, int classes, int actual, int predicted) {
    return colorAt(image, classes, actual + 0.12, predicted + 0.12);
  }

  private boolean hasInk(
      BufferedImage image, int classes, int actual, int predicted, Color background) {
    for (int step = 0; step <= 1000; step++) {
      double across = predicted + 0.3 + 0.4 * step / 1000;
      if (!colorAt(image, classes, actual + 0.5, across).equals(background)) {
        return true;
      }
    }
    return false;
  }

  private Color colorAt(BufferedImage image, int classes, double row, double column) {
    Rectangle2D cells = cells();
    double x = cells.getX() + cells.getWidth() * column / classes;
    double y = cells.getY() + cells.getHeight() * row / classes;
    return new Color(image.getRGB((int) (x * PngFile.SCALE), (int) (y * PngFile.SCALE)));
  }

  private Rectangle2D cells() {
    return info.getPlotInfo().getDataArea();
  }
}
