package org.mnistcnn.report;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mnistcnn.common.AtomicFile;
import org.mnistcnn.metrics.Predictions;

/**
 * Predictions as a table, from here or from any other program: columns {@code true} and {@code
 * predicted}, classes by number from 0 or by name, and {@code p0}, {@code p1}, ..., a probability
 * per class, which may sum to 1 with a rounding error of 0.01.
 */
public final class PredictionsCsv {

  private static final String TRUE = "true";
  private static final String PREDICTED = "predicted";

  /** How far from 1 the probabilities of a line may sum: what rounding to three digits leaves. */
  private static final double TOLERANCE = 0.01;

  private PredictionsCsv() {}

  /** Writes all predictions, classes by number; the file whole, or not at all. */
  public static void write(Path file, Predictions predictions) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          CsvWriter csv =
              CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          int classes = predictions.classes();
          String[] fields = new String[classes + 2];
          fields[0] = TRUE;
          fields[1] = PREDICTED;
          for (int category = 0; category < classes; category++) {
            fields[category + 2] = "p" + category;
          }
          csv.writeRecord(fields);
          for (int sample = 0; sample < predictions.count(); sample++) {
            fields[0] = Integer.toString(predictions.actual(sample));
            fields[1] = Integer.toString(predictions.predicted(sample));
            for (int category = 0; category < classes; category++) {
              fields[category + 2] = Float.toString(predictions.probability(sample, category));
            }
            csv.writeRecord(fields);
          }
          csv.flush();
        });
  }

  /**
   * Reads predictions.
   *
   * @param classNames the name of class 0, 1, ...; empty if they are called by their numbers
   * @throws IOException if the file is missing or broken; the message names file, line, column and
   *     value
   */
  public static Predictions read(Path file, Optional<List<String>> classNames) throws IOException {
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder()
            .detectBomHeader(true)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .ofCsvRecord(file, StandardCharsets.UTF_8)) {
      Iterator<CsvRecord> records = csv.iterator();
      if (!records.hasNext()) {
        throw new IOException(
            "%s: empty; expected a first line true,predicted,p0,p1,...".formatted(file));
      }
      Rows rows = new Rows(file, records.next().getFields(), classNames);
      while (records.hasNext()) {
        rows.add(records.next());
      }
      return rows.predictions();
    } catch (CsvParseException e) {
      throw new IOException("%s: not CSV: %s".formatted(file, e.getMessage()), e);
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof MalformedInputException
          ? new IOException("%s: not UTF-8 text".formatted(file), e)
          : new IOException("%s: %s".formatted(file, e.getMessage()), e);
    } catch (MalformedInputException e) {
      throw new IOException("%s: not UTF-8 text".formatted(file), e);
    }
  }

  /** The lines of a table of predictions, checked one by one as they come. */
  private static final class Rows {

    private final Path file;
    private final List<String> columns;
    private final int trueColumn;
    private final int predictedColumn;
    private final int[] probabilityColumns;
    private final List<String> classNames;
    private final Map<String, Integer> numbers = new HashMap<>();
    private int count;
    private int[] actual = new int[1024];
    private int[] predicted = new int[1024];
    private float[] probabilities;

    Rows(Path file, List<String> columns, Optional<List<String>> classNames) throws IOException {
      this.file = file;
      this.columns = columns;
      this.trueColumn = column(TRUE);
      this.predictedColumn = column(PREDICTED);
      int classes = columns.size() - 2;
      if (classes < 1) {
        throw new IOException("%s, line 1: column p0 is missing, got %s".formatted(file, columns));
      }
      this.probabilityColumns = new int[classes];
      for (int category = 0; category < classes; category++) {
        probabilityColumns[category] = column("p" + category);
      }
      this.classNames =
          classNames.orElseGet(
              () -> IntStream.range(0, classes).mapToObj(Integer::toString).toList());
      if (this.classNames.size() != classes) {
        throw new IOException(
            "%s: there are columns of %d classes, but %d names of classes"
                .formatted(file, classes, this.classNames.size()));
      }
      for (int category = 0; category < classes; category++) {
        numbers.put(Integer.toString(category), category);
      }
      // Names come before numbers: a class that is called 3 need not be the one of number 3.
      for (int category = 0; category < classes; category++) {
        numbers.put(this.classNames.get(category), category);
      }
      this.probabilities = new float[1024 * classes];
    }

    private int column(String name) throws IOException {
      int found = columns.indexOf(name);
      if (found < 0) {
        throw new IOException(
            "%s, line 1: column %s is missing; expected true,predicted,p0,p1,... and no others, got %s"
                .formatted(file, name, String.join(",", columns)));
      }
      if (columns.lastIndexOf(name) != found) {
        throw new IOException("%s, line 1: column %s is there twice".formatted(file, name));
      }
      return found;
    }

    void add(CsvRecord line) throws IOException {
      int classes = probabilityColumns.length;
      if (line.getFieldCount() != columns.size()) {
        throw wrong(
            line,
            "%d columns need as many values, got %d"
                .formatted(columns.size(), line.getFieldCount()));
      }
      if (count == actual.length) {
        if ((long) count * 2 * classes > Integer.MAX_VALUE - 8) {
          throw wrong(line, "more than %d predictions of %d classes".formatted(count, classes));
        }
        actual = Arrays.copyOf(actual, 2 * count);
        predicted = Arrays.copyOf(predicted, 2 * count);
        probabilities = Arrays.copyOf(probabilities, 2 * count * classes);
      }
      actual[count] = category(line, trueColumn);
      predicted[count] = category(line, predictedColumn);
      double sum = 0;
      for (int category = 0; category < classes; category++) {
        float probability = probability(line, probabilityColumns[category]);
        probabilities[count * classes + category] = probability;
        sum += probability;
      }
      if (Math.abs(sum - 1) > TOLERANCE) {
        throw wrong(
            line,
            "probabilities must sum to 1, give or take %s, got %s"
                .formatted(TOLERANCE, (float) sum));
      }
      count++;
    }

    private int category(CsvRecord line, int column) throws IOException {
      String label = line.getField(column);
      Integer category = numbers.get(label);
      if (category == null) {
        throw wrong(
            line,
            "%s must be a class, one of %s%s, got \"%s\""
                .formatted(
                    columns.get(column),
                    String.join(", ", classNames.subList(0, Math.min(20, classNames.size()))),
                    classNames.size() > 20 ? ", ..." : "",
                    label));
      }
      return category;
    }

    private float probability(CsvRecord line, int column) throws IOException {
      String text = line.getField(column);
      float value;
      try {
        value = Float.parseFloat(text);
      } catch (NumberFormatException e) {
        throw wrong(line, "%s must be a number, got \"%s\"".formatted(columns.get(column), text));
      }
      if (!(value >= 0 && value <= 1)) {
        throw wrong(line, "%s must be in [0, 1], got %s".formatted(columns.get(column), text));
      }
      return value;
    }

    private IOException wrong(CsvRecord line, String problem) {
      return new IOException(
          "%s, line %d: %s".formatted(file, line.getStartingLineNumber(), problem));
    }

    /** All of them; at least one. */
    Predictions predictions() throws IOException {
      if (count == 0) {
        throw new IOException("%s: no predictions below the first line".formatted(file));
      }
      return new Predictions(
          classNames,
          Arrays.copyOf(actual, count),
          Arrays.copyOf(predicted, count),
          Arrays.copyOf(probabilities, count * probabilityColumns.length));
    }
  }
}
