package org.mnistcnn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {

  @ParameterizedTest
  @CsvSource({
    // count, fraction, math.floor(count * (1.0 - fraction)) as Python computes it
    "60000, 0.2, 48000",
    "60000, 0.1, 54000",
    "10, 0.3, 7",
    "10, 0.25, 7",
    "3, 0.34, 1",
    "100, 0.99, 1",
    "100, 0.07, 93",
    "1000, 0.9, 99"
  })
  void trainingGetsAsManyImagesAsInKeras(int count, double fraction, int training) {
    Split split = Split.last(numbered(count), fraction);

    assertThat(split.training().count()).isEqualTo(training);
    assertThat(split.validation().count()).isEqualTo(count - training);
  }

  @Test
  void validationGetsTheLastImages() {
    Split split = Split.last(numbered(5), 0.4);

    assertThat(split.training().labels()).containsExactly(0, 1, 2);
    assertThat(split.validation().labels()).containsExactly(3, 4);
  }

  @Test
  void zeroHoldsOutNothing() {
    Split split = Split.last(numbered(5), 0);

    assertThat(split.training().count()).isEqualTo(5);
    assertThat(split.validation().count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void aFractionOutsideItsRangeIsRefused(double fraction) {
    assertThatThrownBy(() -> Split.last(numbered(5), fraction))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("validationSplit must be in [0, 1), got " + fraction);
  }

  @Test
  void aSplitThatLeavesNothingToTrainOnIsRefused() {
    assertThatThrownBy(() -> Split.last(numbered(2), 0.9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "validationSplit 0.9 of 2 images leaves 0 for training and 2 for validation; provide"
                + " more images or another fraction");
  }

  @Test
  void aSplitThatLeavesNothingToValidateOnIsRefused() {
    assertThatThrownBy(() -> Split.last(numbered(5), 1e-20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leaves 5 for training and 0 for validation");
  }

  /** Images of one pixel; the label of each is its index. */
  private static Dataset numbered(int count) {
    List<String> names = IntStream.range(0, count).mapToObj(Integer::toString).toList();
    int[] labels = IntStream.range(0, count).toArray();
    return new Dataset(new ImageShape(1, 1, 1), names, new byte[count], labels);
  }
}
