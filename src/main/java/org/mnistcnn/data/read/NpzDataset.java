package org.mnistcnn.data.read;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.SettingText;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.TrainTestData;

/**
 * Reads an archive that NumPy's {@code savez} or {@code savez_compressed} wrote, laid out as
 * Keras's {@code mnist.npz}: {@code x_train} and {@code x_test} of type uint8 and shape {@code
 * (count, height, width)} or {@code (count, height, width, channels)}, {@code y_train} and {@code
 * y_test} integers of shape {@code (count)} or {@code (count, 1)}. {@code x_val} and {@code y_val},
 * or the same with {@code valid}, {@code validation} or {@code dev}, validate; {@code val_images}
 * and {@code val_labels} are another form of these names. Other arrays are not read.
 */
final class NpzDataset implements DatasetFormat {

  /** More channels are nearly always the height of images that have channels first. */
  private static final int MOST_CHANNELS = 4;

  @Override
  public String name() {
    return "an .npz file";
  }

  @Override
  public String expected() {
    return "an .npz file with x_train, y_train, x_test and y_test";
  }

  @Override
  public boolean recognises(Path path) {
    return Files.isRegularFile(path) && path.toString().endsWith(".npz");
  }

  @Override
  public boolean hasImageFiles() {
    return false;
  }

  @Override
  public boolean hasTestSet(Path file) {
    return true;
  }

  @Override
  public TrainTestData read(Path file, FolderReadOptions readOptions, Consumer<SettingText> notes)
      throws IOException {
    try (ZipFile archive = open(file)) {
      LabelledImages training = set(file, archive, "train");
      Optional<LabelledImages> validation = validation(file, archive);
      LabelledImages test = set(file, archive, "test");
      return named(file, () -> LabelledImages.trainTest(training, validation, test));
    }
  }

  @Override
  public Dataset readTest(
      Path file,
      FolderReadOptions readOptions,
      List<String> classNames,
      Consumer<SettingText> notes)
      throws IOException {
    try (ZipFile archive = open(file)) {
      LabelledImages test = set(file, archive, "test");
      return named(file, () -> test.test(classNames));
    }
  }

  @Override
  public DatasetSummary summary(
      Path file, FolderReadOptions readOptions, Consumer<SettingText> notes) throws IOException {
    return DatasetSummary.of("NumPy archive", read(file, readOptions, notes));
  }

  /** What may fail with a message that names an array only. */
  @FunctionalInterface
  private interface Work<R> {
    R result() throws IOException;
  }

  private static <R> R named(Path file, Work<R> work) throws IOException {
    try {
      return work.result();
    } catch (InvalidDataException e) {
      throw new InvalidDataException("%s: %s".formatted(file, e.getMessage()));
    } catch (ZipException | EOFException e) {
      throw damaged(file, e);
    }
  }

  private static ZipFile open(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw damaged(file, e);
    }
  }

  private static InvalidDataException damaged(Path file, Exception cause) {
    return new InvalidDataException(
        "%s: not an intact .npz file, which is a ZIP archive: %s"
            .formatted(file, cause.getMessage()));
  }

  private static LabelledImages set(Path file, ZipFile archive, String set) throws IOException {
    return set(file, archive, Names.of(archive, set).orElse(Names.keras(set)));
  }

  private static LabelledImages set(Path file, ZipFile archive, Names names) throws IOException {
    ZipEntry images = entry(file, archive, names.images());
    ZipEntry labels = entry(file, archive, names.labels());
    return named(file, () -> set(archive, images, labels));
  }

  /** The images to validate on, whichever word for it the archive uses. */
  private static Optional<LabelledImages> validation(Path file, ZipFile archive)
      throws IOException {
    List<Names> found =
        FolderParts.Role.VALIDATION.words().stream()
            .flatMap(word -> Names.of(archive, word).stream())
            .toList();
    if (found.size() > 1) {
      throw new InvalidDataException(
          "%s: there must be one set to validate on, got %s and %s; save one of them only"
              .formatted(file, found.get(0).images(), found.get(1).images()));
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(set(file, archive, found.get(0)));
  }

  /** What the two arrays of a set are called. */
  private record Names(String images, String labels) {

    static Names keras(String set) {
      return new Names("x_" + set, "y_" + set);
    }

    /** The names in use; empty if neither array of the set is there. */
    static Optional<Names> of(ZipFile archive, String set) {
      return Stream.of(keras(set), new Names(set + "_images", set + "_labels"))
          .filter(names -> has(archive, names.images()) || has(archive, names.labels()))
          .findFirst();
    }

    private static boolean has(ZipFile archive, String array) {
      return archive.getEntry(array + ".npy") != null;
    }
  }

  private static LabelledImages set(ZipFile archive, ZipEntry images, ZipEntry labels)
      throws IOException {
    NpyArray pixels = array(archive, images);
    ImageShape shape = imageShape(pixels);
    NpyArray classes = array(archive, labels);
    List<Integer> size = classes.shape();
    if (size.isEmpty() || size.size() > 2 || (size.size() == 2 && size.get(1) != 1)) {
      throw new InvalidDataException(
          "%s: labels must be of shape (count) or (count, 1), got %s; one-hot labels become such by"
                  .formatted(classes.name(), size)
              + " .argmax(1)");
    }
    return new LabelledImages(
        pixels.name(), classes.name(), shape, pixels.unsignedBytes(), classes.labels());
  }

  private static ZipEntry entry(Path file, ZipFile archive, String array)
      throws InvalidDataException {
    ZipEntry entry = archive.getEntry(array + ".npy");
    if (entry == null) {
      throw new InvalidDataException(
          "%s: there is no array %s, only %s; save it by numpy.savez(file, x_train=..., y_train=...,"
                  .formatted(file, array, arrays(archive))
              + " x_test=..., y_test=...)");
    }
    return entry;
  }

  private static String arrays(ZipFile archive) {
    String names =
        archive.stream()
            .limit(10)
            .map(ZipEntry::getName)
            .map(name -> name.replaceFirst("\\.npy$", ""))
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "nothing" : names;
  }

  private static NpyArray array(ZipFile archive, ZipEntry entry) throws IOException {
    Runtime memory = Runtime.getRuntime();
    long free = memory.maxMemory() - memory.totalMemory() + memory.freeMemory();
    String name = entry.getName().replaceFirst("\\.npy$", "");
    CRC32 checksum = new CRC32();
    try (InputStream in =
        new BufferedInputStream(new CheckedInputStream(archive.getInputStream(entry), checksum))) {
      // Growing takes an array half as long beside the new one.
      NpyArray array = NpyArray.read(name, in, free / 2);
      if (checksum.getValue() != entry.getCrc()) {
        throw new InvalidDataException(name + ": damaged: its checksum is another one");
      }
      return array;
    }
  }

  private static ImageShape imageShape(NpyArray images) throws InvalidDataException {
    List<Integer> shape = images.shape();
    int channels = shape.size() == 4 ? shape.get(3) : 1;
    if (shape.size() < 3 || shape.size() > 4 || channels > MOST_CHANNELS) {
      throw new InvalidDataException(
          "%s: images must be of shape (count, height, width) or (count, height, width, channels) with"
                  .formatted(images.name())
              + " at most %d channels, got %s%s"
                  .formatted(
                      MOST_CHANNELS,
                      shape,
                      channels > MOST_CHANNELS
                          ? "; channels that come first go last by .transpose(0, 2, 3, 1)"
                          : ""));
    }
    return new ImageShape(shape.get(1), shape.get(2), channels);
  }
}
