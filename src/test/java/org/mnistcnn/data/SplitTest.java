package org.mnistcnn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
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

  @ParameterizedTest
  @CsvSource({
    // count, fraction, fold: the first image of the block and the one after its last
    "10, 0.2, 1, 8, 10",
    "10, 0.2, 2, 6, 8",
    "10, 0.2, 5, 0, 2",
    "10, 0.3, 3, 1, 4",
    "10, 0.3, 4, 0, 1",
    "10, 0, 1, 10, 10",
    "3, 0.34, 2, 0, 1",
  })
  void aBlockIsCountedFromTheEnd(int count, double fraction, int fold, int begin, int end) {
    Dataset whole = numbered(count);

    Split split = Split.block(whole, fraction, fold);

    int[] held = IntStream.range(begin, end).toArray();
    int[] rest = IntStream.range(0, count).filter(i -> i < begin || i >= end).toArray();
    assertThat(split.validation().labels()).containsExactly(held);
    assertThat(split.training().labels()).containsExactly(rest);
  }

  @Test
  void everyImageIsHeldOutOnce() {
    Dataset whole = numbered(11);

    assertThat(Split.folds(whole, 0.2)).isEqualTo(4);
    assertThat(IntStream.rangeClosed(1, 4))
        .flatExtracting(
            fold ->
                IntStream.of(Split.block(whole, 0.2, fold).validation().labels()).boxed().toList())
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  void theImagesOfAPartKeepTheirPixels() {
    byte[] pixels = {0, 1, 10, 11, 20, 21, 30, 31, 40, 41};
    Dataset whole =
        new Dataset(new ImageShape(1, 2, 1), List.of("0"), pixels, new int[5]).slice(1, 5);

    Dataset training = Split.block(whole, 0.25, 2).training();

    byte[] left = new byte[6];
    training.pixels(0, 3).get(left);
    assertThat(left).containsExactly(10, 11, 20, 21, 40, 41);
  }

  @ParameterizedTest
  @CsvSource({"0.2, 0, 5", "0.2, 6, 5", "0, 2, 1"})
  void aBlockThatIsNotThereIsRefused(double fraction, int fold, int folds) {
    assertThatThrownBy(() -> Split.block(numbered(5), fraction, fold))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "validationFold must be in [1, %d], of which validationSplit %s of 5 images makes so many, got %d"
                .formatted(folds, fraction, fold));
  }

  /** Images of one pixel; the label of each is its index. */
  private static Dataset numbered(int count) {
    List<String> names = IntStream.range(0, count).mapToObj(Integer::toString).toList();
    int[] labels = IntStream.range(0, count).toArray();
    return new Dataset(new ImageShape(1, 1, 1), names, new byte[count], labels);
  }

  /** 10, 20 and 30 images of three classes, sorted; each pixel is the number of its image. */
  private static Dataset sorted() {
    int[] labels = new int[60];
    byte[] pixels = new byte[60];
    for (int i = 0; i < 60; i++) {
      labels[i] = i < 10 ? 0 : i < 30 ? 1 : 2;
      pixels[i] = (byte) i;
    }
    return new Dataset(new ImageShape(1, 1, 1), List.of("a", "b", "c"), pixels, labels);
  }

  @Test
  void inAStratifiedOrderEveryStretchHasEachClassInItsShare() {
    Dataset ordered = Split.stratified(sorted(), 1);

    for (int first = 0; first < 60; first += 12) {
      int[] labels = ordered.slice(first, first + 12).labels();
      assertThat(
              IntStream.range(0, 3)
                  .map(c -> (int) IntStream.of(labels).filter(l -> l == c).count()))
          .containsExactly(2, 4, 6);
    }
  }

  @Test
  void aStratifiedOrderFollowsFromItsSeedAndHasEveryImageOnce() {
    Dataset ordered = Split.stratified(sorted(), 1);

    assertThat(Split.stratified(sorted(), 1).checksum()).isEqualTo(ordered.checksum());
    assertThat(Split.stratified(sorted(), 2).checksum()).isNotEqualTo(ordered.checksum());
    byte[] pixels = new byte[60];
    ordered.read(IntStream.range(0, 60).toArray(), pixels);
    for (int i = 0; i < 60; i++) {
      assertThat(sorted().label(pixels[i])).isEqualTo(ordered.label(i));
      assertThat(ordered.name(i)).isEqualTo(Integer.toString(pixels[i]));
      assertThat(ordered.pixels(i, i + 1).get(0)).isEqualTo(pixels[i]);
    }
    Arrays.sort(pixels);
    assertThat(pixels[59]).isEqualTo((byte) 59);
    assertThat(ordered.slice(20, 60).slice(5, 9).pixels(1, 3)).isEqualTo(ordered.pixels(26, 28));
  }
}
