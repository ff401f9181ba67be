package org.mnistcnn.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.mnistcnn.common.AtomicFile;

/** What an ensemble was started with, in its run's directory: for {@code --resume}. */
final class EnsembleFile {

  private static final String NAME = "ensemble.json";

  private EnsembleFile() {}

  /** Keeps the options, whole or not at all. */
  static void write(Path run, Map<String, String> settings) throws IOException {
    String json =
        new ObjectMapper()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(new TreeMap<>(settings));
    AtomicFile.write(
        run.resolve(NAME), out -> out.write((json + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Reads the options.
   *
   * @throws IOException if there is no such file, or it is something else
   */
  static Map<String, String> read(Path run) throws IOException {
    Path file = run.resolve(NAME);
    if (!Files.exists(file)) {
      throw new IOException(
          "%s: no ensemble to resume; start it without --resume, or name it by --name"
              .formatted(run));
    }
    try {
      return new ObjectMapper()
          .readValue(file.toFile(), new TypeReference<LinkedHashMap<String, String>>() {});
    } catch (JacksonException e) {
      throw new IOException(
          "%s: damaged (%s): start the ensemble again without --resume, which goes on, too"
              .formatted(file, e.getOriginalMessage()),
          e);
    }
  }
}
