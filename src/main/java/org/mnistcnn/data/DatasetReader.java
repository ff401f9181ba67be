package org.mnistcnn.data;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads a directory of IDX files that are named as those of the MNIST database, and checks every
 * byte that has a meaning: Fashion-MNIST, KMNIST and EMNIST come in the same form.
 *
 * <p>The files are {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code
 * t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}; each may be gzipped, with {@code .gz}
 * added to its name, and may have a dot for its second hyphen ({@code train-images.idx3-ubyte}). Of
 * several forms of one file the plain one is read before the gzipped one, and the hyphen before the
 * dot.
 *
 * <p>Classes are named by their number: "0" to "9", or to the largest label if that is greater.
 */
public final class DatasetReader {

  private static final String TRAINING = "train";
  private static final String TEST = "t10k";

  private DatasetReader() {}

  /**
   * Reads the training and the test set, each of shape {@code (count, height, width, 1)}.
   *
   * @throws InvalidDataException if a file is not what its name says, or is cut off; if images and
   *     labels differ in number, or training and test images in shape; if a test label is greater
   *     than every training label; or if a label above 9 leaves classes below it without a training
   *     image, which is nearly always damage (class 0 may be empty: EMNIST's letters count from 1)
   * @throws FileSystemException if the directory or one of the files is missing
   */
  public static TrainTest read(Path directory) throws IOException {
    checkDirectory(directory, List.of(TRAINING, TEST));
    SourceFiles trainingFiles = SourceFiles.find(directory, TRAINING);
    SourceFiles testFiles = SourceFiles.find(directory, TEST);
    LabelledImages training = trainingFiles.read();
    LabelledImages test = testFiles.read();
    training.checkSameShape(test);
    training.checkNoGaps();
    test.checkLabelsUpTo(training.largestLabel());
    List<String> classNames = classNames(training.largestLabel());
    return new TrainTest(training.dataset(classNames), test.dataset(classNames));
  }

  /**
   * Reads the test set alone, of shape {@code (count, height, width, 1)}. Its own largest label
   * says how many classes there are, though never fewer than ten.
   *
   * @throws InvalidDataException if a file is not what its name says, or is cut off; or if images
   *     and labels differ in number
   * @throws FileSystemException if the directory or one of the two files is missing
   */
  public static Dataset readTest(Path directory) throws IOException {
    checkDirectory(directory, List.of(TEST));
    LabelledImages test = SourceFiles.find(directory, TEST).read();
    return test.dataset(classNames(test.largestLabel()));
  }

  private static List<String> classNames(int largestLabel) {
    return IntStream.rangeClosed(0, Math.max(largestLabel, LabelledImages.LARGEST_DIGIT))
        .mapToObj(Integer::toString)
        .toList();
  }

  private static void checkDirectory(Path directory, List<String> sets) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    String expected =
        "expected a directory with %s, each plain or with .gz"
            .formatted(
                sets.stream()
                    .flatMap(set -> Stream.of(imagesName(set), labelsName(set)))
                    .collect(Collectors.joining(", ")));
    if (Files.exists(directory)) {
      throw new FileSystemException(directory.toString(), null, "not a directory; " + expected);
    }
    throw new NoSuchFileException(directory.toString(), null, "no such directory; " + expected);
  }

  private static String imagesName(String set) {
    return set + "-images-idx3-ubyte";
  }

  private static String labelsName(String set) {
    return set + "-labels-idx1-ubyte";
  }

  /** Where the two files of one set are: found before any is read, so a missing one shows early. */
  private record SourceFiles(Path images, Path labels) {

    static SourceFiles find(Path directory, String set) throws NoSuchFileException {
      return new SourceFiles(
          locate(directory, imagesName(set)), locate(directory, labelsName(set)));
    }

    LabelledImages read() throws IOException {
      return LabelledImages.of(IdxFile.read(images, 3), IdxFile.read(labels, 1));
    }

    private static Path locate(Path directory, String name) throws NoSuchFileException {
      String dotted = name.replace("-idx", ".idx");
      return Stream.of(name, name + ".gz", dotted, dotted + ".gz")
          .map(directory::resolve)
          .filter(Files::isRegularFile)
          .findFirst()
          .orElseThrow(
              () ->
                  new NoSuchFileException(
                      directory.resolve(name).toString(),
                      null,
                      "no such file, nor one of this name with .gz"));
    }
  }
}
