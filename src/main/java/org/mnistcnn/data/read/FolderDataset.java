package org.mnistcnn.data.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.SettingText;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.MemoryPixels;
import org.mnistcnn.data.PixelStore;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.data.image.ImageDecoder;
import org.mnistcnn.data.image.ImageDecoder.Header;
import org.mnistcnn.data.image.ImageFile;
import org.mnistcnn.data.read.StratifiedOrder.Labelled;

/**
 * Reads a folder of images, in which each class has a folder of its name, all below train/, val/
 * and test/ or not. Classes are in the order of Keras's {@code image_dataset_from_directory}.
 */
final class FolderDataset implements DatasetFormat {

  private static final int MOST_SHOWN = 3;

  @Override
  public String name() {
    return "a folder of images";
  }

  @Override
  public String expected() {
    return "a folder with a folder of images for each class";
  }

  @Override
  public boolean recognises(Path path) throws IOException {
    return Files.isDirectory(path) && !FolderLayout.folders(path).isEmpty();
  }

  @Override
  public boolean hasImageFiles() {
    return true;
  }

  @Override
  public boolean hasTestSet(Path root) throws IOException {
    return FolderLayout.hasTestSet(root);
  }

  @Override
  public TrainTestData read(Path root, FolderReadOptions readOptions, Consumer<SettingText> notes)
      throws IOException {
    return new Reading(root, readOptions, notes).summary(false).data();
  }

  @Override
  public DatasetSummary summary(
      Path root, FolderReadOptions readOptions, Consumer<SettingText> notes) throws IOException {
    return new Reading(root, readOptions, notes).summary(true);
  }

  @Override
  public Dataset readTest(
      Path root,
      FolderReadOptions readOptions,
      List<String> classNames,
      Consumer<SettingText> notes)
      throws IOException {
    return new Reading(root, readOptions, notes).readTest(classNames);
  }

  /** A folder, how it is to be read, and who is told what is left out. */
  private record Reading(Path given, FolderReadOptions readOptions, Consumer<SettingText> notes) {

    /**
     * Reads it.
     *
     * @param lenient whether files that can't be read, different forms and empty classes are only
     *     told, not refused
     */
    DatasetSummary summary(boolean lenient) throws IOException {
      FolderLayout found = FolderLayout.find(given, readOptions, notes);
      noteOthers(found.otherFiles());
      Path root = found.parts().root();
      List<List<Labelled>> sets = List.of(found.training(), found.validation(), found.test());
      Headers headers = Headers.of(root, sets.stream().flatMap(List::stream).toList());
      ImageShape shape = headers.shape(root, readOptions, lenient);
      boolean keep = fits(sets, shape);
      Images training = Images.decode(root, found.training(), shape, keep);
      Images validation = Images.decode(root, found.validation(), shape, keep);
      Images test = Images.decode(root, found.test(), shape, keep);
      List<FolderLayout.Bad> bad =
          Stream.of(found.bad(), training.bad(), validation.bad(), test.bad())
              .flatMap(List::stream)
              .toList();
      if (!lenient) {
        checkReadable(bad, sets.stream().mapToInt(List::size).sum() + found.bad().size());
        checkClasses(found.classNames(), training.files());
      }
      if (training.files().isEmpty()) {
        throw new InvalidDataException("%s: there is no image that can be read".formatted(root));
      }
      if (test.files().isEmpty() && !lenient) {
        throw new InvalidDataException(
            "%s: there is no image left to test with; add images, or put some of them into train/ and"
                    .formatted(root)
                + " some into test/");
      }
      return new DatasetSummary(
          "folder of images"
              + (found.parts().labelled().isEmpty() ? "" : " in " + found.parts().names())
              + (found.split()
                  ? ", of which %s are kept for testing".formatted(readOptions.testShare())
                  : ""),
          new TrainTestData(
              training.dataset(shape, found.classNames()),
              validation.files().isEmpty()
                  ? Optional.empty()
                  : Optional.of(validation.dataset(shape, found.classNames())),
              test.dataset(shape, found.classNames())),
          headers.sizes(),
          headers.grey(),
          headers.color(),
          bad.stream().map(file -> file.name() + ": " + file.reason()).toList(),
          found.otherFiles());
    }

    /**
     * Reads the images to test with alone.
     *
     * @param classNames of the model that is tested; none if it is not known
     */
    Dataset readTest(List<String> classNames) throws IOException {
      FolderLayout found = FolderLayout.findTest(given, readOptions, notes);
      Path root = found.parts().root();
      noteOthers(found.otherFiles());
      List<String> known =
          classNames.isEmpty() || FolderLayout.areNumbers(classNames, found.classNames())
              ? found.classNames()
              : classNames;
      if (!classNames.isEmpty() && !known.equals(classNames)) {
        notes.accept(
            SettingText.of(
                "the model numbers its classes: they are taken in the order %s",
                FolderLayout.shown(known)));
      }
      int[] places = FolderLayout.places(root, found.classNames(), known);
      List<Labelled> files =
          found.test().stream()
              .map(file -> new Labelled(file.name(), places[file.label()]))
              .toList();
      ImageShape shape =
          readOptions.imageSize().isPresent() && readOptions.channels().isPresent()
              ? new Headers(Map.of(), 0, 0, Map.of()).shape(root, readOptions, false)
              : Headers.of(root, files).shape(root, readOptions, false);
      Images test = Images.decode(root, files, shape, fits(List.of(files), shape));
      List<FolderLayout.Bad> bad =
          Stream.concat(found.bad().stream(), test.bad().stream()).toList();
      checkReadable(bad, files.size() + found.bad().size());
      if (test.files().isEmpty()) {
        throw new InvalidDataException("%s: there is no image to test with".formatted(root));
      }
      return test.dataset(shape, known);
    }

    private void checkReadable(List<FolderLayout.Bad> bad, int count) throws InvalidDataException {
      if (bad.isEmpty()) {
        return;
      }
      if (!readOptions.skipBad()) {
        throw new InvalidDataException(
            SettingText.of(
                "%s: %d of %d images can't be read: %s%s; mend or remove them, or leave them out by"
                    + " {skipBad}",
                given,
                bad.size(),
                count,
                bad.stream()
                    .limit(MOST_SHOWN)
                    .map(file -> file.name() + ": " + file.reason())
                    .collect(Collectors.joining("; ")),
                bad.size() > MOST_SHOWN ? "; ..." : ""));
      }
      notes.accept(SettingText.of("%s: %d of %d images are left out:", given, bad.size(), count));
      bad.forEach(file -> notes.accept(SettingText.of("  %s: %s", file.name(), file.reason())));
    }

    private void checkClasses(List<String> classNames, List<Labelled> files)
        throws InvalidDataException {
      boolean[] seen = new boolean[classNames.size()];
      files.forEach(file -> seen[file.label()] = true);
      List<String> empty =
          IntStream.range(0, seen.length).filter(i -> !seen[i]).mapToObj(classNames::get).toList();
      if (!empty.isEmpty()) {
        throw new InvalidDataException(
            "%s: each class needs an image to learn from, there is none of %s; add some, or remove"
                    .formatted(given, FolderLayout.shown(empty))
                + (empty.size() == 1 ? " its folder" : " their folders"));
      }
    }

    private void noteOthers(Map<String, Integer> otherFiles) {
      if (!otherFiles.isEmpty()) {
        notes.accept(
            SettingText.of(
                "left out, no images by name: %s",
                new TreeMap<>(otherFiles)
                    .entrySet().stream()
                        .map(other -> "%d %s".formatted(other.getValue(), other.getKey()))
                        .collect(Collectors.joining(", "))));
      }
    }

    /** Whether decoded images may be kept; says so if not. */
    private boolean fits(List<List<Labelled>> sets, ImageShape shape) {
      long bytes = 0;
      boolean fits = true;
      for (List<Labelled> files : sets) {
        bytes += (long) files.size() * shape.size();
        fits &= (long) files.size() * shape.size() <= GrowingArray.LONGEST;
      }
      if (fits && bytes <= readOptions.mostBytes()) {
        return true;
      }
      notes.accept(
          SettingText.of(
              "decoded images take %,d MB, and %,d MB may be kept in memory: they are decoded from"
                  + " their files whenever they are needed",
              bytes / 1_000_000, readOptions.mostBytes() / 1_000_000));
      return false;
    }
  }

  /**
   * What the headers of image files say, read in parallel.
   *
   * @param sizes number of images of each size, most frequent first
   * @param grey images without colour
   * @param color images with colour
   * @param examples an image of each size, by its text, and one of each kind, by "grey" and
   *     "colour"
   */
  private record Headers(
      Map<FolderReadOptions.ImageSize, Integer> sizes,
      int grey,
      int color,
      Map<String, String> examples) {

    Headers {
      sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
      examples = Map.copyOf(examples);
    }

    /** Reads the headers of all files, and passes over those that have none: decoding will tell. */
    static Headers of(Path root, List<Labelled> files) {
      List<Optional<Header>> headers =
          files.parallelStream().map(file -> header(root.resolve(file.name()))).toList();
      Map<FolderReadOptions.ImageSize, Integer> sizes = new LinkedHashMap<>();
      Map<String, String> examples = new LinkedHashMap<>();
      int grey = 0;
      int color = 0;
      for (int i = 0; i < headers.size(); i++) {
        if (headers.get(i).isPresent()) {
          Header header = headers.get(i).get();
          FolderReadOptions.ImageSize size =
              new FolderReadOptions.ImageSize(header.width(), header.height());
          sizes.merge(size, 1, Integer::sum);
          examples.putIfAbsent(size.toString(), files.get(i).name());
          examples.putIfAbsent(header.grey() ? "grey" : "colour", files.get(i).name());
          grey += header.grey() ? 1 : 0;
          color += header.grey() ? 0 : 1;
        }
      }
      Map<FolderReadOptions.ImageSize, Integer> sorted = new LinkedHashMap<>();
      sizes.entrySet().stream()
          .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
          .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
      return new Headers(sorted, grey, color, examples);
    }

    private static Optional<Header> header(Path file) {
      try {
        Header header = ImageDecoder.header(file);
        new FolderReadOptions.ImageSize(header.width(), header.height());
        return Optional.of(header);
      } catch (IOException | IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    /**
     * The shape to bring all images to.
     *
     * @param lenient takes the most frequent size, and colour if there is any, where they differ
     * @throws InvalidDataException if they differ and {@code readOptions} does not say what to take
     */
    ImageShape shape(Path root, FolderReadOptions readOptions, boolean lenient)
        throws InvalidDataException {
      if (readOptions.imageSize().isEmpty() && sizes.size() > 1 && !lenient) {
        throw new InvalidDataException(
            SettingText.of(
                "%s: images must have one size, got %d sizes: %s%s; give the size to make them by"
                    + " {imageSize}, such as {imageSize} %s",
                root,
                sizes.size(),
                shownSizes(),
                sizes.size() > MOST_SHOWN ? ", ..." : "",
                mostFrequent()));
      }
      if (readOptions.channels().isEmpty() && grey > 0 && color > 0 && !lenient) {
        throw new InvalidDataException(
            SettingText.of(
                "%s: images must be all grey or all in colour, got %d grey (such as %s) and %d in"
                    + " colour (such as %s); give {channels} 1 to make them grey, {channels} 3 to keep"
                    + " the colours",
                root,
                grey,
                examples.getOrDefault("grey", ""),
                color,
                examples.getOrDefault("colour", "")));
      }
      FolderReadOptions.ImageSize size = readOptions.imageSize().orElseGet(this::mostFrequent);
      return new ImageShape(
          size.height(), size.width(), readOptions.channels().orElse(color > 0 ? 3 : 1));
    }

    /** Of a folder without a readable image, the size does not matter. */
    private FolderReadOptions.ImageSize mostFrequent() {
      return sizes.keySet().stream().findFirst().orElse(new FolderReadOptions.ImageSize(1, 1));
    }

    private String shownSizes() {
      return sizes.entrySet().stream()
          .limit(MOST_SHOWN)
          .map(
              size ->
                  "%s (%d, such as %s)"
                      .formatted(
                          size.getKey(), size.getValue(), examples.get(size.getKey().toString())))
          .collect(Collectors.joining(", "));
    }
  }

  /**
   * Image files of which each was decoded once, in parallel, to see that it can be.
   *
   * @param files those that could, in their order
   * @param bad those that could not
   * @param pixels of the files
   */
  private record Images(List<Labelled> files, List<FolderLayout.Bad> bad, PixelStore pixels) {

    /** What became of a file: its checksum, or why there is none. */
    private record Decoded(int checksum, Optional<String> failure) {}

    /**
     * Decodes files.
     *
     * @param shape to which each is brought
     * @param keep whether to keep the pixels in memory
     */
    static Images decode(Path root, List<Labelled> files, ImageShape shape, boolean keep) {
      int size = shape.size();
      byte[] kept = new byte[keep ? Math.multiplyExact(files.size(), size) : 0];
      List<Decoded> decoded =
          IntStream.range(0, files.size())
              .parallel()
              .mapToObj(
                  i -> {
                    Path file = root.resolve(files.get(i).name());
                    try {
                      byte[] pixels = ImageFile.pixels(file, shape);
                      if (keep) {
                        System.arraycopy(pixels, 0, kept, i * size, size);
                      }
                      return new Decoded(MemoryPixels.checksum(pixels, 0, size), Optional.empty());
                    } catch (IOException e) {
                      return new Decoded(0, Optional.of(reason(file, e)));
                    }
                  })
              .toList();
      List<Labelled> good = new ArrayList<>();
      List<FolderLayout.Bad> bad = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        Optional<String> failure = decoded.get(i).failure();
        if (failure.isPresent()) {
          bad.add(new FolderLayout.Bad(files.get(i).name(), failure.get()));
        } else {
          if (keep && !bad.isEmpty()) {
            System.arraycopy(kept, i * size, kept, good.size() * size, size);
          }
          good.add(files.get(i));
        }
      }
      PixelStore store;
      if (keep) {
        store =
            new MemoryPixels(bad.isEmpty() ? kept : Arrays.copyOf(kept, good.size() * size), size);
      } else {
        int[] checksums =
            decoded.stream()
                .filter(one -> one.failure().isEmpty())
                .mapToInt(Decoded::checksum)
                .toArray();
        store = new FilePixels(root, good.stream().map(Labelled::name).toList(), checksums, shape);
      }
      return new Images(good, bad, store);
    }

    /** The message of a failure without the file's name, which stands before it. */
    private static String reason(Path file, IOException failure) {
      String message = String.valueOf(failure.getMessage());
      String prefix = file + ": ";
      return message.startsWith(prefix)
          ? message.substring(prefix.length())
          : failure.getClass().getSimpleName() + ": " + message;
    }

    /** The images with classes of these names. */
    Dataset dataset(ImageShape shape, List<String> classNames) {
      return new Dataset(
          shape,
          classNames,
          pixels,
          files.stream().mapToInt(Labelled::label).toArray(),
          files.stream().map(Labelled::name).toList());
    }
  }
}
