package org.mnistcnn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTest {

  private static final ImageShape SHAPE = new ImageShape(1, 2, 1);
  private static final List<String> NAMES = List.of("left", "right");

  private final byte[] pixels = {0, 1, 2, 3, 4, 5};
  private final Dataset dataset = new Dataset(SHAPE, NAMES, pixels, new int[] {0, 1, 0});

  @Test
  void pixelsWithoutALabelAreRefused() {
    assertThatThrownBy(() -> new Dataset(SHAPE, NAMES, new byte[6], new int[] {0, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 labels need 4 bytes of images of shape (1, 2, 1), got 6");
  }

  @Test
  void aLabelWithoutAClassIsRefused() {
    assertThatThrownBy(() -> new Dataset(SHAPE, NAMES, new byte[4], new int[] {0, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label must be in [0, 2), got 2 at index 1");
  }

  @Test
  void aNegativeLabelIsRefused() {
    assertThatThrownBy(() -> new Dataset(SHAPE, NAMES, new byte[2], new int[] {-1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label must be in [0, 2), got -1 at index 0");
  }

  @Test
  void aSliceCountsFromItsOwnStart() {
    Dataset slice = dataset.slice(1, 3);

    assertThat(slice.count()).isEqualTo(2);
    assertThat(slice.labels()).containsExactly(1, 0);
    assertThat(slice.label(0)).isEqualTo(1);
    assertThat(slice.pixels(0, 1)).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
    assertThat(slice.slice(1, 2).pixels(0, 1)).isEqualTo(ByteBuffer.wrap(new byte[] {4, 5}));
  }

  @Test
  void aSliceSharesThePixels() {
    Dataset slice = dataset.slice(1, 3);

    pixels[2] = 99;

    assertThat(slice.pixels(0, 1).get(0)).isEqualTo((byte) 99);
  }

  @Test
  void imagesAroundAGapAreThoseOfADataSetOfTheirOwn() {
    byte[] all = {0, 1, 10, 11, 20, 21, 30, 31, 40, 41, 50, 51};
    Dataset whole = new Dataset(SHAPE, NAMES, all, new int[] {0, 1, 0, 1, 1, 0}).slice(1, 6);
    Dataset expected =
        new Dataset(SHAPE, NAMES, new byte[] {10, 11, 40, 41, 50, 51}, new int[] {1, 1, 0});

    Dataset around = whole.without(1, 3);

    assertThat(around.labels()).isEqualTo(expected.labels());
    assertThat(around.checksum()).isEqualTo(expected.checksum());
    for (int first = 0; first <= 3; first++) {
      for (int last = first; last <= 3; last++) {
        assertThat(around.pixels(first, last)).isEqualTo(expected.pixels(first, last));
      }
    }
    byte[] read = new byte[6];
    around.read(new int[] {2, 0, 1}, read);
    assertThat(read).containsExactly(50, 51, 10, 11, 40, 41);
  }

  @Test
  void pixelsCannotBeWritten() {
    assertThat(dataset.pixels(0, 3).isReadOnly()).isTrue();
  }

  @Test
  void labelsAreACopy() {
    dataset.labels()[0] = 1;

    assertThat(dataset.label(0)).isZero();
  }

  @Test
  void imagesOutsideTheSliceAreOutOfBounds() {
    Dataset slice = dataset.slice(0, 2);

    assertThatThrownBy(() -> slice.label(2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("image must be in [0, 2), got 2");
    assertThatThrownBy(() -> slice.pixels(1, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("images must be a range in [0, 2], got [1, 3)");
    assertThatThrownBy(() -> slice.slice(2, 1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("images must be a range in [0, 2], got [2, 1)");
  }

  @Test
  void anImageShapeWithoutPixelsIsRefused() {
    assertThatThrownBy(() -> new ImageShape(28, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("image shape must be positive in every dimension, got (28, 0, 1)");
  }

  @Test
  void anImageShapeWhoseProductOverflowsIsRefused() {
    assertThatThrownBy(() -> new ImageShape(1 << 30, 1 << 30, 1 << 30))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 2^31-1 values");
  }
}
