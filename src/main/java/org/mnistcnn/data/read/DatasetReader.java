package org.mnistcnn.data.read;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.TrainTestData;

/**
 * Reads a data set of any of three kinds, and checks every byte that has a meaning:
 *
 * <ul>
 *   <li>a directory of IDX files named as those of the MNIST database, see {@link IdxDataset};
 *       Fashion-MNIST, KMNIST and EMNIST come in the same form;
 *   <li>an {@code .npz} file laid out as Keras's {@code mnist.npz}, see {@link NpzDataset};
 *   <li>a folder of images with a folder for each class, as Keras's {@code
 *       image_dataset_from_directory} takes it, see {@link FolderDataset}.
 * </ul>
 *
 * <p>The first two name classes by their number, from 0 to the largest training label.
 */
public final class DatasetReader {

  private static final String EXPECTED =
      "expected a directory of IDX files named as MNIST's (train-images-idx3-ubyte and others, plain"
          + " or with .gz), an .npz file with x_train, y_train, x_test and y_test, or a folder with a"
          + " folder of images for each class";

  private DatasetReader() {}

  /** Reads a data set that leaves nothing to be said; what is left out is not told. */
  public static TrainTestData read(Path path) throws IOException {
    return read(path, FolderReadOptions.DEFAULT, note -> {});
  }

  /**
   * Reads the training and the test set, each of shape {@code (count, height, width, channels)}.
   *
   * <p>Of a folder, the training set is shuffled so that each class is everywhere in its share, and
   * images are kept in memory only if they do not take more than {@link
   * FolderReadOptions#mostBytes}.
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
  public static TrainTestData read(Path path, FolderReadOptions readOptions, Consumer<String> notes)
      throws IOException {
    return switch (kind(path)) {
      case IDX -> {
        readOptions.requireNothing("IDX files");
        yield IdxDataset.read(path);
      }
      case NPZ -> {
        readOptions.requireNothing("an .npz file");
        yield NpzDataset.read(path);
      }
      case FOLDER -> new FolderDataset(path, readOptions, notes).read();
    };
  }

  /**
   * Reads a data set to describe it: files that can't be read, images of different forms and empty
   * classes are told, not refused.
   */
  public static DatasetSummary summary(
      Path path, FolderReadOptions readOptions, Consumer<String> notes) throws IOException {
    return switch (kind(path)) {
      case IDX -> DatasetSummary.of("IDX files", read(path, readOptions, notes));
      case NPZ -> DatasetSummary.of("NumPy archive", read(path, readOptions, notes));
      case FOLDER -> new FolderDataset(path, readOptions, notes).summary(true);
    };
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
      Path path, FolderReadOptions readOptions, List<String> classNames, Consumer<String> notes)
      throws IOException {
    return switch (kind(path)) {
      case IDX -> {
        readOptions.requireNothing("IDX files");
        yield IdxDataset.readTest(path, classNames);
      }
      case NPZ -> {
        readOptions.requireNothing("an .npz file");
        yield NpzDataset.readTest(path, classNames);
      }
      case FOLDER -> new FolderDataset(path, readOptions, notes).readTest(classNames);
    };
  }

  /** Whether a data set is a folder of images. */
  public static boolean isFolder(Path path) throws IOException {
    return kind(path) == Kind.FOLDER;
  }

  /** Whether a data set says itself which images train and which test. */
  public static boolean isSplit(Path path) throws IOException {
    return kind(path) != Kind.FOLDER || FolderLayout.isSplit(path);
  }

  private enum Kind {
    IDX,
    NPZ,
    FOLDER
  }

  private static Kind kind(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      if (path.toString().endsWith(".npz")) {
        return Kind.NPZ;
      }
      throw new FileSystemException(path.toString(), null, "not a data set; " + EXPECTED);
    }
    if (!Files.isDirectory(path)) {
      throw new NoSuchFileException(
          path.toString(), null, "no such file or directory; " + EXPECTED);
    }
    if (IdxDataset.isLikely(path)) {
      return Kind.IDX;
    }
    if (FolderListing.folders(path).isEmpty()) {
      throw new FileSystemException(path.toString(), null, "there is no data set; " + EXPECTED);
    }
    return Kind.FOLDER;
  }
}
