package org.mnistcnn.data.read;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.TrainTestData;

/** Images beside their labels, as two files or arrays hold them, with the checks that need both. */
final class LabelledImages {

  /** Labels up to this one are digits, of which a set need not hold all. */
  static final int LARGEST_DIGIT = 9;

  private final String imagesName;
  private final String labelsName;
  private final ImageShape shape;
  private final byte[] pixels;
  private final int[] labels;

  /**
   * Puts images and labels together.
   *
   * @param imagesName what holds the images, for messages
   * @param labelsName what holds the labels
   * @param pixels of images of this shape, one after the other
   * @param labels none of them negative
   * @throws InvalidDataException if they differ in count
   */
  LabelledImages(
      String imagesName, String labelsName, ImageShape shape, byte[] pixels, int[] labels)
      throws InvalidDataException {
    int count = pixels.length / shape.size();
    if (count != labels.length) {
      throw new InvalidDataException(
          "%s holds %d images but %s holds %d labels: the two must be equal in number"
              .formatted(imagesName, count, labelsName, labels.length));
    }
    this.imagesName = imagesName;
    this.labelsName = labelsName;
    this.shape = shape;
    this.pixels = pixels;
    this.labels = labels;
  }

  /**
   * Two IDX files.
   *
   * @param images shape {@code (count, height, width)}
   * @param labels shape {@code (count)}
   */
  static LabelledImages of(IdxFile images, IdxFile labels) throws InvalidDataException {
    byte[] stored = labels.values();
    int[] unsigned = new int[stored.length];
    Arrays.setAll(unsigned, i -> Byte.toUnsignedInt(stored[i]));
    ImageShape shape = new ImageShape(images.dimension(1), images.dimension(2), 1);
    return new LabelledImages(images.name(), labels.name(), shape, images.values(), unsigned);
  }

  /**
   * Training and test images of one data set: their classes are those of the training labels.
   *
   * @throws InvalidDataException if the two do not go together
   */
  static TrainTestData trainTest(LabelledImages training, LabelledImages test)
      throws InvalidDataException {
    return trainTest(training, Optional.empty(), test);
  }

  /** The same with images to validate on. */
  static TrainTestData trainTest(
      LabelledImages training, Optional<LabelledImages> validation, LabelledImages test)
      throws InvalidDataException {
    training.checkSameShape(test);
    training.checkNoGaps();
    List<String> classNames = numbered(training.largestLabel() + 1);
    test.checkLabels(classNames.size(), "the training set");
    if (validation.isPresent()) {
      training.checkSameShape(validation.get());
      validation.get().checkLabels(classNames.size(), "the training set");
    }
    return new TrainTestData(
        training.dataset(classNames),
        validation.map(images -> images.dataset(classNames)),
        test.dataset(classNames));
  }

  /**
   * Test images alone.
   *
   * @param classNames of the model that is tested; none if it is not known, and the largest label
   *     says how many there are
   */
  Dataset test(List<String> classNames) throws InvalidDataException {
    if (classNames.isEmpty()) {
      return dataset(numbered(largestLabel() + 1));
    }
    checkLabels(classNames.size(), "the model");
    return dataset(classNames);
  }

  private static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  private int largestLabel() {
    return Arrays.stream(labels).max().orElseThrow();
  }

  private Dataset dataset(List<String> classNames) {
    return new Dataset(shape, classNames, pixels, labels);
  }

  private void checkSameShape(LabelledImages other) throws InvalidDataException {
    if (!shape.equals(other.shape)) {
      throw new InvalidDataException(
          "%s holds images of shape %s but %s of shape %s: the two must be equal"
              .formatted(imagesName, shape, other.imagesName, other.shape));
    }
  }

  private void checkLabels(int classes, String whose) throws InvalidDataException {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= classes) {
        throw new InvalidDataException(
            "%s: label must be in [0, %d], the classes of %s, got %d at index %d"
                .formatted(labelsName, classes - 1, whose, labels[i], i));
      }
    }
  }

  /** Refuses labels above 9 that leave a class between 1 and themselves without an image. */
  private void checkNoGaps() throws InvalidDataException {
    int next = 1;
    for (int label : Arrays.stream(labels).distinct().sorted().toArray()) {
      if (label > LARGEST_DIGIT && label > next) {
        int index = Arrays.stream(labels).boxed().toList().indexOf(label);
        throw new InvalidDataException(
            "%s: label %d at index %d leaves classes %d..%d without images; number the classes 0, 1,"
                    .formatted(labelsName, label, index, next, label - 1)
                + " 2, ... without gaps");
      }
      next = Math.max(next, label + 1);
    }
  }
}
