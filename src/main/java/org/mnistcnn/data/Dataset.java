package org.mnistcnn.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Images with the class of each: one byte a value, shape {@code (count, height, width, channels)},
 * row-major. Immutable; {@link #slice} shares the pixels.
 */
public final class Dataset {

  private final ImageShape imageShape;
  private final List<String> classNames;
  private final byte[] pixels;
  private final int[] labels;
  private final int from;
  private final int to;

  /**
   * A data set over these arrays, which it keeps: the caller no longer changes them.
   *
   * @param imageShape the size of each image
   * @param classNames the name of class 0, 1, ...
   * @param pixels the images one after the other, 0 (black) to 255 as unsigned bytes
   * @param labels the class of each image
   * @throws IllegalArgumentException if the counts differ or a label names no class
   */
  public Dataset(ImageShape imageShape, List<String> classNames, byte[] pixels, int[] labels) {
    if (pixels.length != (long) labels.length * imageShape.size()) {
      throw new IllegalArgumentException(
          "%d labels need %d bytes of images of shape %s, got %d"
              .formatted(
                  labels.length,
                  (long) labels.length * imageShape.size(),
                  imageShape,
                  pixels.length));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classNames.size()) {
        throw new IllegalArgumentException(
            "label must be in [0, %d), got %d at index %d"
                .formatted(classNames.size(), labels[i], i));
      }
    }
    this.imageShape = imageShape;
    this.classNames = List.copyOf(classNames);
    this.pixels = pixels;
    this.labels = labels;
    this.from = 0;
    this.to = labels.length;
  }

  private Dataset(Dataset whole, int from, int to) {
    this.imageShape = whole.imageShape;
    this.classNames = whole.classNames;
    this.pixels = whole.pixels;
    this.labels = whole.labels;
    this.from = from;
    this.to = to;
  }

  /** Number of images. */
  public int count() {
    return to - from;
  }

  /** The size of each image. */
  public ImageShape imageShape() {
    return imageShape;
  }

  /** The name of class 0, 1, ... */
  public List<String> classNames() {
    return classNames;
  }

  /** The class of image {@code index}. */
  public int label(int index) {
    return labels[from + checkIndex(index)];
  }

  /** The class of each image: a copy, of length {@link #count}. */
  public int[] labels() {
    return Arrays.copyOfRange(labels, from, to);
  }

  /**
   * The pixels of images {@code first} (inclusive) to {@code last} (exclusive): a read-only view,
   * shape {@code (last - first, height, width, channels)}.
   */
  public ByteBuffer pixels(int first, int last) {
    checkRange(first, last);
    int size = imageShape.size();
    return ByteBuffer.wrap(pixels, (from + first) * size, (last - first) * size)
        .slice()
        .asReadOnlyBuffer();
  }

  /** Images {@code first} (inclusive) to {@code last} (exclusive), sharing the pixels. */
  public Dataset slice(int first, int last) {
    checkRange(first, last);
    return new Dataset(this, from + first, from + last);
  }

  private int checkIndex(int index) {
    if (index < 0 || index >= count()) {
      throw new IndexOutOfBoundsException(
          "image must be in [0, %d), got %d".formatted(count(), index));
    }
    return index;
  }

  private void checkRange(int first, int last) {
    if (first < 0 || last < first || last > count()) {
      throw new IndexOutOfBoundsException(
          "images must be a range in [0, %d], got [%d, %d)".formatted(count(), first, last));
    }
  }
}
