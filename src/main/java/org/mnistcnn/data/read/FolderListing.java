package org.mnistcnn.data.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The image files below a folder, by class: those of a class are below a folder of its name, at any
 * depth. Unlike Keras, hidden files and what systems leave behind (such as {@code Thumbs.db}) are
 * passed over.
 *
 * @param files below the root, with the place of their class in its list
 * @param bad what can't be used, and why
 * @param otherFiles how many files are no images by name, by the ending of their names
 */
record FolderListing(List<Labelled> files, List<Bad> bad, Map<String, Integer> otherFiles) {

  /** By code point, as Python sorts; Java's own order is another one beyond U+FFFF. */
  static final Comparator<String> BY_CODE_POINT =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  /** Those that Keras reads, and those that people take for images: the latter are not dropped. */
  private static final Set<String> IMAGE_ENDINGS =
      Set.of("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "heic", "avif");

  private static final Set<String> SYSTEM_NAMES =
      Set.of("thumbs.db", "desktop.ini", "__macosx", "@eadir", "$recycle.bin");

  private static final int DEEPEST = 32;

  FolderListing {
    files = List.copyOf(files);
    bad = List.copyOf(bad);
    otherFiles = Map.copyOf(otherFiles);
  }

  /**
   * An image file.
   *
   * @param name below the root, with slashes
   * @param label the place of its class
   */
  record Labelled(String name, int label) {}

  /**
   * A file that can't be used.
   *
   * @param name below the root
   */
  record Bad(String name, String reason) {}

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
    names.sort(BY_CODE_POINT);
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

  /**
   * Lists all classes.
   *
   * @param root what names are below of, and what no link may lead out of
   * @param folder where the folders of the classes are: the root, or below it
   * @param classNames the folders, in the order of the classes
   */
  static FolderListing of(Path root, Path folder, List<String> classNames) throws IOException {
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
        Comparator.comparingInt(Labelled::label).thenComparing(Labelled::name, BY_CODE_POINT));
    return new FolderListing(visitor.files, visitor.bad, visitor.otherFiles);
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
