package org.mnistcnn.data.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.TrainTestData;

/**
 * Reads a folder of images, in which each class has a folder of its name, all below train/ and
 * test/ or not. Classes are in the order of Keras's {@code image_dataset_from_directory}.
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
    return Files.isDirectory(path) && !FolderListing.folders(path).isEmpty();
  }

  @Override
  public boolean hasImageFiles() {
    return true;
  }

  @Override
  public boolean hasTestSet(Path root) throws IOException {
    return FolderLayout.isSplit(root);
  }

  @Override
  public TrainTestData read(Path root, FolderReadOptions readOptions, Consumer<String> notes)
      throws IOException {
    return new Reading(root, readOptions, notes).summary(false).data();
  }

  @Override
  public DatasetSummary summary(Path root, FolderReadOptions readOptions, Consumer<String> notes)
      throws IOException {
    return new Reading(root, readOptions, notes).summary(true);
  }

  @Override
  public Dataset readTest(
      Path root, FolderReadOptions readOptions, List<String> classNames, Consumer<String> notes)
      throws IOException {
    return new Reading(root, readOptions, notes).readTest(classNames);
  }

  /** A folder, how it is to be read, and who is told what is left out. */
  private record Reading(Path root, FolderReadOptions readOptions, Consumer<String> notes) {

    /**
     * Reads it.
     *
     * @param lenient whether files that can't be read, different forms and empty classes are only
     *     told, not refused
     */
    DatasetSummary summary(boolean lenient) throws IOException {
      FolderLayout found = FolderLayout.find(root, readOptions, notes);
      noteOthers(found.otherFiles());
      FolderScan scan =
          FolderScan.of(
              root, Stream.concat(found.training().stream(), found.test().stream()).toList());
      ImageShape shape = scan.shape(root, readOptions, lenient);
      boolean keep = fits(List.of(found.training(), found.test()), shape);
      FolderPixels training = FolderPixels.decode(root, found.training(), shape, keep);
      FolderPixels test = FolderPixels.decode(root, found.test(), shape, keep);
      List<FolderListing.Bad> bad =
          Stream.of(found.bad(), training.bad(), test.bad()).flatMap(List::stream).toList();
      if (!lenient) {
        checkReadable(bad, found.training().size() + found.test().size() + found.bad().size());
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
          found.split()
              ? "folder of images, of which %s are kept for testing"
                  .formatted(FolderLayout.share(readOptions))
              : "folder of images in train/ and test/",
          new TrainTestData(
              training.dataset(shape, found.classNames()), test.dataset(shape, found.classNames())),
          scan.sizes(),
          scan.grey(),
          scan.color(),
          bad.stream().map(file -> file.name() + ": " + file.reason()).toList(),
          found.otherFiles());
    }

    /**
     * Reads the images to test with alone.
     *
     * @param classNames of the model that is tested; none if it is not known
     */
    Dataset readTest(List<String> classNames) throws IOException {
      FolderLayout found = FolderLayout.findTest(root, readOptions, notes);
      noteOthers(found.otherFiles());
      List<String> known =
          classNames.isEmpty() || FolderLayout.areNumbers(classNames, found.classNames())
              ? found.classNames()
              : classNames;
      if (!classNames.isEmpty() && !known.equals(classNames)) {
        notes.accept(
            "the model numbers its classes: they are taken in the order "
                + FolderLayout.shown(known));
      }
      int[] places = FolderLayout.places(root, found.classNames(), known);
      List<FolderListing.Labelled> files =
          found.test().stream()
              .map(file -> new FolderListing.Labelled(file.name(), places[file.label()]))
              .toList();
      ImageShape shape =
          readOptions.imageSize().isPresent() && readOptions.channels().isPresent()
              ? new FolderScan(Map.of(), 0, 0, Map.of()).shape(root, readOptions, false)
              : FolderScan.of(root, files).shape(root, readOptions, false);
      FolderPixels test = FolderPixels.decode(root, files, shape, fits(List.of(files), shape));
      List<FolderListing.Bad> bad =
          Stream.concat(found.bad().stream(), test.bad().stream()).toList();
      checkReadable(bad, files.size() + found.bad().size());
      if (test.files().isEmpty()) {
        throw new InvalidDataException("%s: there is no image to test with".formatted(root));
      }
      return test.dataset(shape, known);
    }

    private void checkReadable(List<FolderListing.Bad> bad, int count) throws InvalidDataException {
      if (bad.isEmpty()) {
        return;
      }
      if (!readOptions.skipBad()) {
        throw new InvalidDataException(
            "%s: %d of %d images can't be read: %s%s; mend or remove them, or leave them out by"
                    .formatted(
                        root,
                        bad.size(),
                        count,
                        bad.stream()
                            .limit(MOST_SHOWN)
                            .map(file -> file.name() + ": " + file.reason())
                            .collect(Collectors.joining("; ")),
                        bad.size() > MOST_SHOWN ? "; ..." : "")
                + " --skip-bad");
      }
      notes.accept("%s: %d of %d images are left out:".formatted(root, bad.size(), count));
      bad.forEach(file -> notes.accept("  %s: %s".formatted(file.name(), file.reason())));
    }

    private void checkClasses(List<String> classNames, List<FolderListing.Labelled> files)
        throws InvalidDataException {
      boolean[] seen = new boolean[classNames.size()];
      files.forEach(file -> seen[file.label()] = true);
      List<String> empty =
          IntStream.range(0, seen.length).filter(i -> !seen[i]).mapToObj(classNames::get).toList();
      if (!empty.isEmpty()) {
        throw new InvalidDataException(
            "%s: each class needs an image to learn from, there is none of %s; add some, or remove"
                    .formatted(root, FolderLayout.shown(empty))
                + (empty.size() == 1 ? " its folder" : " their folders"));
      }
    }

    private void noteOthers(Map<String, Integer> otherFiles) {
      if (!otherFiles.isEmpty()) {
        notes.accept(
            "left out, no images by name: "
                + new TreeMap<>(otherFiles)
                    .entrySet().stream()
                        .map(other -> "%d %s".formatted(other.getValue(), other.getKey()))
                        .collect(Collectors.joining(", ")));
      }
    }

    /** Whether decoded images may be kept; says so if not. */
    private boolean fits(List<List<FolderListing.Labelled>> sets, ImageShape shape) {
      long bytes = 0;
      boolean fits = true;
      for (List<FolderListing.Labelled> files : sets) {
        bytes += (long) files.size() * shape.size();
        fits &= (long) files.size() * shape.size() <= GrowingArray.LONGEST;
      }
      if (fits && bytes <= readOptions.mostBytes()) {
        return true;
      }
      notes.accept(
          String.format(
              Locale.ROOT,
              "decoded images take %,d MB, and %,d MB may be kept in memory: they are decoded from"
                  + " their files whenever they are needed",
              bytes / 1_000_000,
              readOptions.mostBytes() / 1_000_000));
      return false;
    }
  }
}
