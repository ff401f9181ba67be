package org.mnistcnn.data;

import java.util.Arrays;
import java.util.List;

/** A file of images beside the file of their labels, with the checks that need both. */
final class LabelledImages {

  /** Labels up to this one are digits, of which a set need not hold all. */
  static final int LARGEST_DIGIT = 9;

  private final IdxFile images;
  private final IdxFile labelFile;
  private final int[] labels;

  private LabelledImages(IdxFile images, IdxFile labelFile, int[] labels) {
    this.images = images;
    this.labelFile = labelFile;
    this.labels = labels;
  }

  /**
   * Puts the files together.
   *
   * @param images shape {@code (count, height, width)}
   * @param labels shape {@code (count)}
   * @throws InvalidDataException if they differ in count
   */
  static LabelledImages of(IdxFile images, IdxFile labels) throws InvalidDataException {
    if (images.dimension(0) != labels.dimension(0)) {
      throw new InvalidDataException(
          "%s holds %d images but %s holds %d labels: the two must be equal in number"
              .formatted(images.name(), images.dimension(0), labels.name(), labels.dimension(0)));
    }
    byte[] stored = labels.values();
    int[] unsigned = new int[stored.length];
    Arrays.setAll(unsigned, i -> Byte.toUnsignedInt(stored[i]));
    return new LabelledImages(images, labels, unsigned);
  }

  int largestLabel() {
    return Arrays.stream(labels).max().orElseThrow();
  }

  /** These images with classes of these names. */
  Dataset dataset(List<String> classNames) {
    return new Dataset(shape(), classNames, images.values(), labels);
  }

  /** Refuses images of another size than these. */
  void checkSameShape(LabelledImages other) throws InvalidDataException {
    if (!shape().equals(other.shape())) {
      throw new InvalidDataException(
          "%s holds images of shape %s but %s of shape %s: the two must be equal"
              .formatted(images.name(), shape(), other.images.name(), other.shape()));
    }
  }

  /** Refuses a label greater than {@code largest}, the largest of the training set. */
  void checkLabelsUpTo(int largest) throws InvalidDataException {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] > largest) {
        throw new InvalidDataException(
            "%s: label must be in [0, %d], the classes of the training set, got %d at index %d"
                .formatted(labelFile.name(), largest, labels[i], i));
      }
    }
  }

  /** Refuses labels above 9 that leave a class between 1 and themselves without an image. */
  void checkNoGaps() throws InvalidDataException {
    int[] firstIndex = new int[largestLabel() + 1];
    Arrays.fill(firstIndex, -1);
    for (int i = labels.length - 1; i >= 0; i--) {
      firstIndex[labels[i]] = i;
    }
    int next = 1;
    for (int label = 1; label < firstIndex.length; label++) {
      if (firstIndex[label] >= 0) {
        if (label > LARGEST_DIGIT && label > next) {
          throw new InvalidDataException(
              "%s: label %d at index %d leaves classes %d..%d without images"
                  .formatted(labelFile.name(), label, firstIndex[label], next, label - 1));
        }
        next = label + 1;
      }
    }
  }

  private ImageShape shape() {
    return new ImageShape(images.dimension(1), images.dimension(2), 1);
  }
}
