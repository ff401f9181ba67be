package org.mnistcnn.data.read;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.SettingText;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.data.read.StratifiedOrder.Labelled;

/**
 * Reads CSV files with one image per line, {@code label,pixel0,pixel1,...}, as Kaggle's digit
 * recognizer has them: square grey images row by row, pixels 0 (black) to 255. A first line that
 * begins with {@code label} is a header; MNIST's own files in this form have none.
 *
 * <p>A directory with {@code train.csv} and {@code test.csv}, or {@code mnist_train.csv} and {@code
 * mnist_test.csv}, is a training and a test set; {@code val.csv} beside them validates. Of a single
 * file a share of each class is kept for testing, as of a folder of images, unless its name says
 * that all of it is a test set.
 */
final class CsvDataset implements DatasetFormat {

  private static final String TRAINING = "train.csv";
  private static final String TEST = "test.csv";

  /** Far more classes than any data set of square images has. */
  private static final int LARGEST_LABEL = 65_535;

  @Override
  public String name() {
    return "CSV files";
  }

  @Override
  public String expected() {
    return "CSV files of lines label,pixel0,pixel1,... (one alone, or train.csv beside test.csv)";
  }

  @Override
  public boolean recognises(Path path) throws IOException {
    return Files.isDirectory(path)
        ? !trainingFiles(path).isEmpty()
        : Files.isRegularFile(path) && path.toString().endsWith(".csv");
  }

  @Override
  public boolean hasImageFiles() {
    return false;
  }

  @Override
  public boolean hasTestSet(Path path) {
    return Files.isDirectory(path) || path.toString().endsWith(TEST);
  }

  @Override
  public TrainTestData read(Path path, FolderReadOptions readOptions, Consumer<SettingText> notes)
      throws IOException {
    if (Files.isDirectory(path)) {
      Path test = testFile(path);
      return LabelledImages.trainTest(images(trainingFile(path)), validation(path), images(test));
    }
    if (hasTestSet(path)) {
      throw new InvalidDataException(
          "%s: a test set by its name; give the directory it is in, or a file to train on"
              .formatted(path));
    }
    LabelledImages all = images(path);
    return split(path, LabelledImages.trainTest(all, all).training(), readOptions, notes);
  }

  @Override
  public Dataset readTest(
      Path path,
      FolderReadOptions readOptions,
      List<String> classNames,
      Consumer<SettingText> notes)
      throws IOException {
    return hasTestSet(path)
        ? images(testFile(path)).test(classNames)
        : split(path, images(path).test(classNames), readOptions, notes).test();
  }

  /** The files of a directory that are named as a training set. */
  private static List<Path> trainingFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(TRAINING))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static Path trainingFile(Path directory) throws IOException {
    List<Path> files = trainingFiles(directory);
    if (files.size() > 1) {
      throw new InvalidDataException(
          "%s: there must be one training set, got %s and %s; put each into a directory of its own"
              .formatted(directory, files.get(0).getFileName(), files.get(1).getFileName()));
    }
    return files.get(0);
  }

  /** The training set's neighbour; of a file that is a test set, itself. */
  private static Path testFile(Path directory) throws IOException {
    if (Files.isRegularFile(directory)) {
      return directory;
    }
    Path training = trainingFile(directory);
    String name = training.getFileName().toString();
    Path test = training.resolveSibling(name.replaceFirst(TRAINING + "$", TEST));
    if (!Files.isRegularFile(test)) {
      throw new InvalidDataException(
          "%s: there is %s but no %s; add it, or name %s for a split to be made"
              .formatted(directory, name, test.getFileName(), training));
    }
    return test;
  }

  /** The training set's other neighbour, such as {@code val.csv}, if it has one. */
  private static Optional<LabelledImages> validation(Path directory) throws IOException {
    Path training = trainingFile(directory);
    String name = training.getFileName().toString();
    List<Path> files =
        FolderParts.Role.VALIDATION.words().stream()
            .map(word -> training.resolveSibling(name.replaceFirst(TRAINING + "$", word + ".csv")))
            .filter(Files::isRegularFile)
            .toList();
    if (files.size() > 1) {
      throw new InvalidDataException(
          "%s: there must be one set to validate on, got %s and %s; remove one of them"
              .formatted(directory, files.get(0).getFileName(), files.get(1).getFileName()));
    }
    return files.isEmpty() ? Optional.empty() : Optional.of(images(files.get(0)));
  }

  private static TrainTestData split(
      Path file, Dataset all, FolderReadOptions readOptions, Consumer<SettingText> notes)
      throws InvalidDataException {
    StratifiedOrder.Parts parts =
        StratifiedOrder.split(
            IntStream.range(0, all.count())
                .mapToObj(image -> new Labelled(Integer.toString(image), all.label(image)))
                .toList(),
            readOptions.testSplit().orElse(FolderReadOptions.TEST_SPLIT),
            readOptions.splitSeed().orElse(FolderReadOptions.SPLIT_SEED));
    if (parts.test().isEmpty()) {
      throw new InvalidDataException(
          "%s: there is no image left to test with; add images".formatted(file));
    }
    notes.accept(
        SettingText.of(
            "%s has no test set: %s, %d images, are kept for testing; {testSplit} says how many",
            file, readOptions.testShare(), parts.test().size()));
    return new TrainTestData(chosen(all, parts.training()), chosen(all, parts.test()));
  }

  /** Images by their number, which is their name. */
  private static Dataset chosen(Dataset all, List<Labelled> images) {
    int[] numbers = images.stream().mapToInt(image -> Integer.parseInt(image.name())).toArray();
    byte[] pixels = new byte[numbers.length * all.imageShape().size()];
    all.read(numbers, pixels);
    return new Dataset(
        all.imageShape(),
        all.classNames(),
        pixels,
        images.stream().mapToInt(Labelled::label).toArray());
  }

  private static LabelledImages images(Path file) throws IOException {
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder()
            .detectBomHeader(true)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .ofCsvRecord(file, StandardCharsets.UTF_8)) {
      return images(file, csv.iterator());
    } catch (CsvParseException e) {
      throw new InvalidDataException("%s: not CSV: %s".formatted(file, e.getMessage()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static LabelledImages images(Path file, Iterator<CsvRecord> lines) throws IOException {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    IntStream.Builder labels = IntStream.builder();
    int columns = 0;
    while (lines.hasNext()) {
      CsvRecord line = lines.next();
      if (columns == 0) {
        boolean header = isHeader(line, file);
        checkSquare(line, file);
        columns = line.getFieldCount();
        if (header) {
          continue;
        }
      }
      if (line.getFieldCount() != columns) {
        throw wrong(
            line,
            file,
            "%d columns need as many values, got %d".formatted(columns, line.getFieldCount()));
      }
      if (pixels.size() + columns - 1L > GrowingArray.LONGEST) {
        throw wrong(line, file, "more than %d pixels".formatted(GrowingArray.LONGEST));
      }
      labels.add(number(line, file, 0, LARGEST_LABEL));
      for (int column = 1; column < columns; column++) {
        pixels.write(number(line, file, column, 255));
      }
    }
    if (pixels.size() == 0) {
      throw new InvalidDataException("%s: there is no image in it".formatted(file));
    }
    int side = side(columns - 1);
    return new LabelledImages(
        file.toString(),
        file.toString(),
        new ImageShape(side, side, 1),
        pixels.toByteArray(),
        labels.build().toArray());
  }

  private static int side(int pixels) {
    return (int) Math.round(Math.sqrt(pixels));
  }

  private static void checkSquare(CsvRecord line, Path file) throws InvalidDataException {
    int pixels = line.getFieldCount() - 1;
    if (pixels < 1 || side(pixels) * side(pixels) != pixels) {
      throw wrong(
          line,
          file,
          "a label and the pixels of a square image are needed, such as 1 + 784 values, got %d"
              .formatted(pixels + 1));
    }
  }

  private static boolean isHeader(CsvRecord line, Path file) throws InvalidDataException {
    String first = line.getField(0);
    if (first.equals("label")) {
      return true;
    }
    if (!first.matches("\\d+")) {
      throw wrong(
          line,
          file,
          "the first column must be label, got \"%s\"; images without labels can neither train nor"
                  .formatted(first)
              + " test");
    }
    return false;
  }

  private static int number(CsvRecord line, Path file, int column, int largest)
      throws InvalidDataException {
    String text = line.getField(column);
    try {
      int value = Integer.parseInt(text);
      if (value >= 0 && value <= largest) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message.
    }
    throw wrong(
        line,
        file,
        "%s must be an integer in [0, %d], got \"%s\""
            .formatted(column == 0 ? "label" : "pixel" + (column - 1), largest, text));
  }

  private static InvalidDataException wrong(CsvRecord line, Path file, String problem) {
    return new InvalidDataException(
        "%s, line %d: %s".formatted(file, line.getStartingLineNumber(), problem));
  }
}
