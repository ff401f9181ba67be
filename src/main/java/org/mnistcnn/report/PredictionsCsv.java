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
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mnistcnn.common.AtomicFile;
import org.mnistcnn.metrics.Predictions;

/**
 * Predictions as a table, from here or from any other program: columns {@code true} and {@code
 * predicted}, classes by number from 0 or by name, and {@code p0}, {@code p1}, ..., a probability a
 * class, which may sum to 1 with a rounding error of 0.01.
 */
public final class PredictionsCsv {

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
          fields[0] = PredictionRows.TRUE;
          fields[1] = PredictionRows.PREDICTED;
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
      PredictionRows rows = new PredictionRows(file, records.next().getFields(), classNames);
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

  /** Numbers as names. */
  static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }
}
