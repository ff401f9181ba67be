package org.mnistcnn.data.read;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.SettingText;
import org.mnistcnn.data.read.StratifiedOrder.Labelled;

/**
 * The images of a folder as training, validation and test set, not decoded yet. With train/, val/
 * and test/ each is what is below it; without test/ a share of each class is kept for testing.
 *
 * @param parts what its folders are
 * @param classNames in Keras's order, of the folders below train/ or of those there are
 * @param training mixed
 * @param validation by class; none if there is no folder of them
 * @param test by class
 * @param bad files that can't be used
 * @param otherFiles number of files that are no images by name, by the ending of their names
 * @param split whether the test set was split off the training set
 */
record FolderLayout(
    FolderParts parts,
    List<String> classNames,
    List<Labelled> training,
    List<Labelled> validation,
    List<Labelled> test,
    List<Bad> bad,
    Map<String, Integer> otherFiles,
    boolean split) {

  /** Those that Keras reads, and those that people take for images: the latter are not dropped. */
  private static final Set<String> IMAGE_ENDINGS =
      Set.of("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "heic", "avif");

  private static final Set<String> SYSTEM_NAMES =
      Set.of("thumbs.db", "desktop.ini", "__macosx", "@eadir", "$recycle.bin");

  private static final int DEEPEST = 32;

  /**
   * A file that can't be used.
   *
   * @param name below the root
   */
  record Bad(String name, String reason) {}

  /** Finds the images to test with; training images may be missing. */
  static FolderLayout findTest(
      Path root, FolderReadOptions readOptions, Consumer<SettingText> notes) throws IOException {
    FolderParts parts = FolderParts.of(root);
    Optional<FolderParts.Part> test = parts.part(FolderParts.Role.TEST);
    if (test.isEmpty() || parts.part(FolderParts.Role.TRAINING).isPresent()) {
      return find(root, readOptions, notes);
    }
    parts.tell(root, notes);
    List<String> classNames = classNames(test.get().place(), notes);
    Listing listing = Listing.of(parts.root(), test.get().place(), classNames);
    return new FolderLayout(
        parts,
        classNames,
        List.of(),
        List.of(),
        listing.files(),
        listing.bad(),
        listing.otherFiles(),
        false);
  }

  /** Whether it says itself which images test. */
  static boolean hasTestSet(Path root) throws IOException {
    return FolderParts.of(root).part(FolderParts.Role.TEST).isPresent();
  }

  /**
   * Finds all images.
   *
   * @param notes are told what is left out, and of a split
   */
  static FolderLayout find(Path root, FolderReadOptions readOptions, Consumer<SettingText> notes)
      throws IOException {
    FolderParts parts = FolderParts.of(root);
    parts.tell(root, notes);
    Optional<FolderParts.Part> training = parts.part(FolderParts.Role.TRAINING);
    if (training.isEmpty() && !parts.labelled().isEmpty()) {
      throw new InvalidDataException(
          "%s: there is %s but no train/ to learn from; add it, or name the folder that holds a folder for each class"
              .formatted(parts.root(), parts.names()));
    }
    Path place = training.isPresent() ? training.get().place() : parts.root();
    List<String> classNames = classNames(place, notes);
    Listing all = Listing.of(parts.root(), place, classNames);
    Listing validation = Listing.of(parts, FolderParts.Role.VALIDATION, classNames);
    Listing test = Listing.of(parts, FolderParts.Role.TEST, classNames);
    boolean split = parts.part(FolderParts.Role.TEST).isEmpty();
    StratifiedOrder.Parts divided =
        split
            ? split(parts, all.files(), readOptions, notes)
            : new StratifiedOrder.Parts(
                StratifiedOrder.mixed(all.files(), seed(readOptions)), test.files());
    Map<String, Integer> otherFiles = new TreeMap<>();
    List<Bad> bad = new ArrayList<>();
    for (Listing listing : List.of(all, validation, test)) {
      bad.addAll(listing.bad());
      listing
          .otherFiles()
          .forEach((ending, count) -> otherFiles.merge(ending, count, Integer::sum));
    }
    return new FolderLayout(
        parts,
        classNames,
        divided.training(),
        validation.files(),
        divided.test(),
        bad,
        otherFiles,
        split);
  }

  private static StratifiedOrder.Parts split(
      FolderParts parts,
      List<Labelled> files,
      FolderReadOptions readOptions,
      Consumer<SettingText> notes) {
    StratifiedOrder.Parts split =
        StratifiedOrder.split(
            files, readOptions.testSplit().orElse(FolderReadOptions.TEST_SPLIT), seed(readOptions));
    Optional<FolderParts.Part> training = parts.part(FolderParts.Role.TRAINING);
    String lack =
        training.isEmpty()
            ? "no train/ and test/"
            : "no labelled test/ beside %s/".formatted(training.get().name());
    notes.accept(
        SettingText.of(
            "%s has %s: %s, %d images, are kept for testing; {testSplit} says how many",
            parts.root(), lack, readOptions.testShare(), split.test().size()));
    return split;
  }

  private static List<String> classNames(Path folder, Consumer<SettingText> notes)
      throws IOException {
    List<String> names = folders(folder);
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
    if (hasImages(folder)) {
      notes.accept(
          SettingText.of("images in %s itself are left out: they are in no class", folder));
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

  static String shown(List<String> names) {
    int most = 12;
    return String.join(", ", names.subList(0, Math.min(most, names.size())))
        + (names.size() > most ? ", ... (%d)".formatted(names.size()) : "");
  }

  /** The names of the folders in {@code folder} that are not hidden, in Keras's order. */
  static List<String> folders(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry) && !isHidden(entry)) {
          names.add(entry.getFileName().toString());
        }
      }
    }
    names.sort(StratifiedOrder.BY_CODE_POINT);
    return names;
  }

  /** Whether there are image files in {@code folder} itself. */
  static boolean hasImages(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isRegularFile(entry) && !isHidden(entry) && isImage(entry)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isHidden(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(".") || SYSTEM_NAMES.contains(name.toLowerCase(Locale.ROOT));
  }

  private static boolean isImage(Path file) {
    return IMAGE_ENDINGS.contains(ending(file));
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /**
   * The image files below a folder, by class: those of a class are below a folder of its name, at
   * any depth. Unlike Keras, hidden files and what systems leave behind (such as {@code Thumbs.db})
   * are passed over.
   *
   * @param files below the root, with the place of their class in its list
   * @param bad what can't be used, and why
   * @param otherFiles how many files are no images by name, by the ending of their names
   */
  private record Listing(List<Labelled> files, List<Bad> bad, Map<String, Integer> otherFiles) {

    Listing {
      files = List.copyOf(files);
      bad = List.copyOf(bad);
      otherFiles = Map.copyOf(otherFiles);
    }

    /** Lists a part whose classes are among those of the training set; none if it is missing. */
    static Listing of(FolderParts parts, FolderParts.Role role, List<String> classNames)
        throws IOException {
      Optional<FolderParts.Part> part = parts.part(role);
      if (part.isEmpty()) {
        return new Listing(List.of(), List.of(), Map.of());
      }
      int[] places = places(parts.root(), part.get().classes(), classNames);
      Listing own = of(parts.root(), part.get().place(), part.get().classes());
      return new Listing(
          own.files().stream()
              .map(file -> new Labelled(file.name(), places[file.label()]))
              .toList(),
          own.bad(),
          own.otherFiles());
    }

    /**
     * Lists all classes.
     *
     * @param root what names are below of, and what no link may lead out of
     * @param folder where the folders of the classes are: the root, or below it
     * @param classNames the folders, in the order of the classes
     */
    static Listing of(Path root, Path folder, List<String> classNames) throws IOException {
      Visitor visitor = new Visitor(root);
      for (int label = 0; label < classNames.size(); label++) {
        visitor.label = label;
        Files.walkFileTree(
            folder.resolve(classNames.get(label)),
            EnumSet.of(FileVisitOption.FOLLOW_LINKS),
            DEEPEST,
            visitor);
      }
      visitor.files.sort(
          Comparator.comparingInt(Labelled::label)
              .thenComparing(Labelled::name, StratifiedOrder.BY_CODE_POINT));
      return new Listing(visitor.files, visitor.bad, visitor.otherFiles);
    }
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {

    private final Path root;
    private final Path realRoot;
    private final List<Labelled> files = new ArrayList<>();
    private final List<Bad> bad = new ArrayList<>();
    private final Map<String, Integer> otherFiles = new TreeMap<>();
    private int label;

    Visitor(Path root) throws IOException {
      this.root = root;
      this.realRoot = root.toRealPath();
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return isHidden(directory) || !isWithin(directory)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (isHidden(file)) {
        return FileVisitResult.CONTINUE;
      }
      if (!isImage(file) && !attributes.isDirectory()) {
        otherFiles.merge(ending(file), 1, Integer::sum);
      } else if (isWithin(file)) {
        if (attributes.isRegularFile()) {
          files.add(new Labelled(name(file), label));
        } else {
          bad.add(
              new Bad(
                  name(file),
                  attributes.isDirectory()
                      ? "more than %d deep".formatted(DEEPEST)
                      : "not a file"));
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      bad.add(
          new Bad(
              name(file),
              failure instanceof FileSystemLoopException
                  ? "a link that leads back to where it is"
                  : failure.getClass().getSimpleName()));
      return FileVisitResult.CONTINUE;
    }

    private boolean isWithin(Path path) {
      if (!Files.isSymbolicLink(path)) {
        return true;
      }
      try {
        if (path.toRealPath().startsWith(realRoot)) {
          return true;
        }
        bad.add(
            new Bad(name(path), "a link that leads out of the data set; copy what it leads to"));
      } catch (IOException e) {
        bad.add(new Bad(name(path), "a link that leads nowhere"));
      }
      return false;
    }

    private String name(Path path) {
      return root.relativize(path).toString().replace('\\', '/');
    }
  }
}
