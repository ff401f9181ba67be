package org.mnistcnn.train;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.common.AtomicFile;
import org.mnistcnn.common.CsvText;

/**
 * A {@link History} as the file that Keras's {@code CSVLogger} writes: a header {@code epoch} and
 * the keys in alphabetical order, then one line per epoch, counted from 0; {@code NA} where an
 * epoch lacks a key.
 *
 * <p>Unlike Keras, which settles the columns after the first epoch, a key that appears later also
 * gets its column; and lines end in {@code \n}.
 */
public final class HistoryCsv {

  private static final String EPOCH = "epoch";
  private static final String MISSING = "NA";

  private HistoryCsv() {}

  /**
   * Writes the whole history, in place of an earlier file of that name.
   *
   * @throws IOException if the file cannot be written; an earlier file is then left as it was
   */
  public static void write(Path file, History history) throws IOException {
    AtomicFile.write(file, text(history));
  }

  /**
   * Reads what {@link #write} or Keras wrote. The logs of an epoch come in the order of the
   * columns.
   *
   * @throws IOException if the file is missing or broken; the message names file, line and value
   */
  public static History read(Path file) throws IOException {
    List<String> lines = lines(file);
    String[] columns = lines.isEmpty() ? new String[] {""} : lines.get(0).split(",", -1);
    if (!columns[0].equals(EPOCH)) {
      throw broken(file, 1, "first column must be epoch, got \"%s\"".formatted(columns[0]));
    }
    History history = new History();
    for (int line = 2; line <= lines.size(); line++) {
      String[] values = lines.get(line - 1).split(",", -1);
      if (values.length != columns.length) {
        throw broken(
            file,
            line,
            "%d columns need as many values, got %d".formatted(columns.length, values.length));
      }
      history.add(epoch(file, line, columns, values));
    }
    return history;
  }

  private static String text(History history) {
    Set<String> keys = new TreeSet<>(history.keys());
    List<List<String>> rows = new ArrayList<>();
    rows.add(Stream.concat(Stream.of(EPOCH), keys.stream()).toList());
    for (History.Epoch epoch : history.epochs()) {
      Stream<String> values = keys.stream().map(key -> format(epoch.logs().get(key)));
      rows.add(Stream.concat(Stream.of(Integer.toString(epoch.epoch())), values).toList());
    }
    return CsvText.of(rows);
  }

  /** A number that Python, pandas and Java read back as the same double. */
  private static String format(@Nullable Double value) {
    if (value == null) {
      return MISSING;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return Double.isNaN(value) ? "nan" : value.toString();
  }

  private static double parse(String value) {
    return switch (value) {
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(value);
    };
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      IOException missing =
          new NoSuchFileException(file.toString(), null, "no such history; train to write one");
      missing.initCause(e);
      throw missing;
    } catch (CharacterCodingException e) {
      throw new IOException(
          "%s: history must be UTF-8 text; train again to write one".formatted(file), e);
    }
  }

  private static History.Epoch epoch(Path file, int line, String[] columns, String[] values)
      throws IOException {
    Map<String, Double> logs = new LinkedHashMap<>();
    for (int column = 1; column < columns.length; column++) {
      if (values[column].equals(MISSING)) {
        continue;
      }
      try {
        logs.put(columns[column], parse(values[column]));
      } catch (NumberFormatException e) {
        throw broken(
            file,
            line,
            "%s must be a number, got \"%s\"".formatted(columns[column], values[column]));
      }
    }
    return new History.Epoch(epochNumber(file, line, values[0]), logs);
  }

  private static int epochNumber(Path file, int line, String value) throws IOException {
    try {
      int epoch = Integer.parseInt(value);
      if (epoch >= 0) {
        return epoch;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message.
    }
    throw broken(file, line, "epoch must be a whole number from 0, got \"%s\"".formatted(value));
  }

  private static IOException broken(Path file, int line, String problem) {
    return new IOException(
        "%s, line %d: %s; repair the line or train again".formatted(file, line, problem));
  }
}
