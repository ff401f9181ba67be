package org.mnistcnn.data.read;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.SettingText;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.TrainTestData;

/**
 * Reads a data set of any of these formats, and checks every byte that has a meaning:
 *
 * <ul>
 *   <li>a directory of IDX files named as those of the MNIST database, see {@link IdxDataset};
 *       Fashion-MNIST, KMNIST and EMNIST come in the same form;
 *   <li>an {@code .npz} file laid out as Keras's {@code mnist.npz}, see {@link NpzDataset};
 *   <li>a folder of images with a folder for each class, as Keras's {@code
 *       image_dataset_from_directory} takes it, see {@link FolderDataset};
 *   <li>CSV files with a label and its pixels per line, see {@link CsvDataset}.
 * </ul>
 *
 * <p>All but folders name classes by their number, from 0 to the largest training label.
 */
public final class DatasetReader {

  /** In the order in which they are asked whether they recognise a path. */
  private static final List<DatasetFormat> FORMATS =
      List.of(new IdxDataset(), new NpzDataset(), new FolderDataset(), new CsvDataset());

  private DatasetReader() {}

  /** Reads a data set that leaves nothing to be said; what is left out is not told. */
  public static TrainTestData read(Path path) throws IOException {
    return read(path, FolderReadOptions.DEFAULT, note -> {});
  }

  /**
   * Reads the training and the test set, each of shape {@code (count, height, width, channels)}.
   *
   * <p>Where the test set is split off, the training set is shuffled so that each class is
   * everywhere in its share. Images of a folder are kept in memory only if they do not take more
   * than {@link FolderReadOptions#mostBytes}.
   *
   * @param notes are told, in lines for people, what was left out or decided
   * @throws IllegalArgumentException if {@code readOptions} says what has no effect on this data
   *     set
   * @throws InvalidDataException if a file is not what its name says, is cut off or can't be
   *     decoded; if images and labels differ in number, or training and test images in shape; if a
   *     test class is none of the training set; if a label above 9 leaves classes below it without
   *     a training image, which is nearly always damage (class 0 may be empty: EMNIST's letters
   *     count from 1), or the folder of a class has no image
   * @throws FileSystemException if there is no data set, or one of its files is missing
   */
  public static TrainTestData read(
      Path path, FolderReadOptions readOptions, Consumer<SettingText> notes) throws IOException {
    return format(path, readOptions).read(path, readOptions, notes);
  }

  /**
   * Reads a data set to describe it: files that can't be read, images of different forms and empty
   * classes are told, not refused.
   */
  public static DatasetSummary summary(
      Path path, FolderReadOptions readOptions, Consumer<SettingText> notes) throws IOException {
    return format(path, readOptions).summary(path, readOptions, notes);
  }

  /**
   * Reads the test set alone; its own largest label, or folders, say how many classes there are.
   */
  public static Dataset readTest(Path path) throws IOException {
    return readTest(path, FolderReadOptions.DEFAULT, List.of(), note -> {});
  }

  /**
   * Reads the test set alone.
   *
   * @param classNames of the model that is tested, by which folders are told apart; none if it is
   *     not known
   * @throws InvalidDataException as above, or if an image is of none of these classes
   * @throws FileSystemException if there is no data set, or one of its files is missing
   */
  public static Dataset readTest(
      Path path,
      FolderReadOptions readOptions,
      List<String> classNames,
      Consumer<SettingText> notes)
      throws IOException {
    return format(path, readOptions).readTest(path, readOptions, classNames, notes);
  }

  /** Whether each image of a data set is a file of its own, whose size can be chosen. */
  public static boolean hasImageFiles(Path path) throws IOException {
    return format(path).hasImageFiles();
  }

  /** Whether a data set says itself which images train and which test. */
  public static boolean hasTestSet(Path path) throws IOException {
    return format(path).hasTestSet(path);
  }

  private static DatasetFormat format(Path path, FolderReadOptions readOptions) throws IOException {
    DatasetFormat format = format(path);
    if (!format.hasImageFiles()) {
      readOptions.requireNothingOfImageFiles(format.name());
    }
    if (format.hasTestSet(path)) {
      readOptions.requireNoSplit(path.toString());
    }
    return format;
  }

  private static DatasetFormat format(Path path) throws IOException {
    for (DatasetFormat format : FORMATS) {
      if (format.recognises(path)) {
        return format;
      }
    }
    if (Files.isRegularFile(path)) {
      throw new FileSystemException(path.toString(), null, "not a data set; " + expected());
    }
    if (!Files.isDirectory(path)) {
      throw new NoSuchFileException(
          path.toString(), null, "no such file or directory; " + expected());
    }
    throw new FileSystemException(path.toString(), null, "there is no data set; " + expected());
  }

  private static String expected() {
    int last = FORMATS.size() - 1;
    return FORMATS.subList(0, last).stream()
        .map(DatasetFormat::expected)
        .collect(Collectors.joining(", ", "expected ", ", or " + FORMATS.get(last).expected()));
  }
}
