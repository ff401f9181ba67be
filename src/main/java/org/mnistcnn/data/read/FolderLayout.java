package org.mnistcnn.data.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mnistcnn.common.InvalidDataException;

/**
 * The images of a folder as training and test set, not decoded yet. With train/ and test/ each is
 * what is below it; without them a share of each class is kept for testing.
 *
 * @param classNames in Keras's order, of the folders below train/ or of those there are
 * @param training mixed
 * @param test by class
 * @param bad files that can't be used
 * @param otherFiles number of files that are no images by name, by the ending of their names
 * @param split whether it was not split yet
 */
record FolderLayout(
    List<String> classNames,
    List<FolderListing.Labelled> training,
    List<FolderListing.Labelled> test,
    List<FolderListing.Bad> bad,
    Map<String, Integer> otherFiles,
    boolean split) {

  private static final String TRAINING = "train";
  private static final String TEST = "test";

  /** Finds the images to test with; training images may be missing. */
  static FolderLayout findTest(Path root, FolderReadOptions readOptions, Consumer<String> notes)
      throws IOException {
    return isTestAlone(root) ? testAlone(root, notes) : find(root, readOptions, notes);
  }

  /** Whether it has train/, with a folder for each class below. */
  static boolean isSplit(Path root) throws IOException {
    Path training = root.resolve(TRAINING);
    return Files.isDirectory(training)
        && !FolderListing.hasImages(training)
        && !FolderListing.folders(training).isEmpty();
  }

  private static boolean isTestAlone(Path root) throws IOException {
    return FolderListing.folders(root).equals(List.of(TEST))
        && !FolderListing.hasImages(root.resolve(TEST));
  }

  private static FolderLayout testAlone(Path root, Consumer<String> notes) throws IOException {
    List<String> classNames = classNames(root.resolve(TEST), notes);
    FolderListing listing = FolderListing.of(root, root.resolve(TEST), classNames);
    return new FolderLayout(
        classNames, List.of(), listing.files(), listing.bad(), listing.otherFiles(), false);
  }

  /**
   * Finds all images.
   *
   * @param notes are told what is left out, and of a split
   */
  static FolderLayout find(Path root, FolderReadOptions readOptions, Consumer<String> notes)
      throws IOException {
    if (!isSplit(root)) {
      List<String> classNames = classNames(root, notes);
      FolderListing listing = FolderListing.of(root, root, classNames);
      FolderOrder.Parts parts =
          FolderOrder.split(
              listing.files(),
              readOptions.testSplit().orElse(FolderReadOptions.TEST_SPLIT),
              seed(readOptions));
      notes.accept(
          "%s has no train/ and test/: %s, %d images, are kept for testing (--test-split)"
              .formatted(root, share(readOptions), parts.test().size()));
      return new FolderLayout(
          classNames, parts.training(), parts.test(), listing.bad(), listing.otherFiles(), true);
    }
    List<String> others = new ArrayList<>(FolderListing.folders(root));
    others.remove(TRAINING);
    if (!others.remove(TEST)) {
      throw new InvalidDataException(
          "%s: there is %s/ but no %s/; add it, or name %s for a split to be made"
              .formatted(root, TRAINING, TEST, root.resolve(TRAINING)));
    }
    if (!others.isEmpty()) {
      throw new InvalidDataException(
          "%s: beside %s/ and %s/ there must be no other folder, got %s; images to validate with are"
                  .formatted(root, TRAINING, TEST, String.join(", ", others))
              + " split off train/ (--validation-split), so put them there");
    }
    List<String> classNames = classNames(root.resolve(TRAINING), notes);
    FolderListing training = FolderListing.of(root, root.resolve(TRAINING), classNames);
    List<String> testNames = FolderListing.folders(root.resolve(TEST));
    int[] places = places(root, testNames, classNames);
    FolderListing test = FolderListing.of(root, root.resolve(TEST), testNames);
    Map<String, Integer> otherFiles = new TreeMap<>(training.otherFiles());
    test.otherFiles().forEach((ending, count) -> otherFiles.merge(ending, count, Integer::sum));
    return new FolderLayout(
        classNames,
        FolderOrder.mixed(training.files(), seed(readOptions)),
        test.files().stream()
            .map(file -> new FolderListing.Labelled(file.name(), places[file.label()]))
            .toList(),
        Stream.concat(training.bad().stream(), test.bad().stream()).toList(),
        otherFiles,
        false);
  }

  private static List<String> classNames(Path folder, Consumer<String> notes) throws IOException {
    List<String> names = FolderListing.folders(folder);
    if (names.size() < 2) {
      throw new InvalidDataException(
          "%s: a data set needs two classes or more, found %s; name the folder that holds a folder for"
                  .formatted(folder, names.isEmpty() ? "no folder" : "only " + names.get(0))
              + " each class");
    }
    for (String name : names) {
      if (name.lines().count() != 1) {
        throw new InvalidDataException(
            "%s: the name of a class must be one line, got %s; rename its folder"
                .formatted(folder, name.replaceAll("\\R", "\\\\n")));
      }
    }
    if (FolderListing.hasImages(folder)) {
      notes.accept("images in %s itself are left out: they are in no class".formatted(folder));
    }
    return names;
  }

  /** Whether classes are known by number alone, and folders name as many by other names. */
  static boolean areNumbers(List<String> classNames, List<String> folders) {
    return classNames.size() == folders.size()
        && !classNames.containsAll(folders)
        && IntStream.range(0, classNames.size())
            .allMatch(i -> classNames.get(i).equals(Integer.toString(i)));
  }

  /** Where the classes of these folders are among the names of all classes. */
  static int[] places(Path root, List<String> folders, List<String> classNames) throws IOException {
    List<String> unknown = folders.stream().filter(name -> !classNames.contains(name)).toList();
    if (unknown.isEmpty()) {
      return folders.stream().mapToInt(classNames::indexOf).toArray();
    }
    throw new InvalidDataException(
        "%s: folder %s is none of the classes %s; rename or remove it"
            .formatted(root, unknown.get(0), shown(classNames)));
  }

  private static long seed(FolderReadOptions readOptions) {
    return readOptions.splitSeed().orElse(FolderReadOptions.SPLIT_SEED);
  }

  static String share(FolderReadOptions readOptions) {
    double percent = 100 * readOptions.testSplit().orElse(FolderReadOptions.TEST_SPLIT);
    return String.format(Locale.ROOT, "%.2f", percent).replaceFirst("\\.?0+$", "")
        + " % of each class";
  }

  static String shown(List<String> names) {
    int most = 12;
    return String.join(", ", names.subList(0, Math.min(most, names.size())))
        + (names.size() > most ? ", ... (%d)".formatted(names.size()) : "");
  }
}
