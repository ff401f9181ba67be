package org.mnistcnn.search;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mnistcnn.common.AtomicFile;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.Json;
import org.mnistcnn.common.SettingText;

/**
 * The trials of a search, as a file that survives the process at any moment: a line of JSON for
 * each event, which is on the disk before the search continues. A line that a killed process has
 * left unfinished is dropped. One process at a time holds the table.
 */
public final class TrialTable implements AutoCloseable {

  private static final int FORMAT = 1;

  /** What a line can be, by the name of its one member. */
  private static final String SEARCH = "search";

  private static final String STARTED = "started";
  private static final String FINISHED = "finished";
  private static final String TESTED = "tested";

  /**
   * What the test of a trial gave.
   *
   * @param id the trial's
   */
  private record Test(int id, Map<String, Double> measures) {}

  /**
   * What a search was started with.
   *
   * @param format of the file
   */
  private record Header(int format, Map<String, String> settings) {}

  private final Path file;
  private final FileChannel channel;
  private final Map<String, String> search;
  private final Map<Integer, Trial> trials = new TreeMap<>();
  private final Map<Integer, Map<String, Double>> tests = new LinkedHashMap<>();

  private TrialTable(Path file, FileChannel channel, Map<String, String> search) {
    this.file = file;
    this.channel = channel;
    this.search = search;
  }

  /**
   * What the search of a table was started with; empty if there is none.
   *
   * @throws IOException if it can't be read
   */
  public static Optional<Map<String, String>> search(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(file)) {
      String first = lines.findFirst().orElse("");
      return Optional.of(header(file, first));
    } catch (UncheckedIOException e) {
      throw damaged("%s: not a table of trials; choose another {name}", e, file);
    }
  }

  /**
   * Opens a table, or creates it.
   *
   * @param search what a new search is started with
   * @throws IOException if it can't be read or written, is damaged before its end, or another
   *     process holds it
   */
  public static TrialTable open(Path file, Map<String, String> search) throws IOException {
    if (!Files.exists(file)) {
      String header = Json.line(Map.of(SEARCH, new Header(FORMAT, new TreeMap<>(search)))) + "\n";
      AtomicFile.write(file, header);
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(file, channel);
      return read(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void lock(Path file, FileChannel channel) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new InvalidDataException(
          SettingText.of(
              "%s: another process searches here; wait for its end, or choose another {name}",
              file));
    }
  }

  private static TrialTable read(Path file, FileChannel channel) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    int end = text.lastIndexOf('\n') + 1;
    List<String> lines = new ArrayList<>(text.substring(0, end).lines().toList());
    TrialTable table =
        new TrialTable(file, channel, header(file, lines.isEmpty() ? "" : lines.get(0)));
    long whole = bytes(lines.isEmpty() ? "" : lines.get(0));
    for (int i = 1; i < lines.size(); i++) {
      try {
        table.take(Json.MAPPER.readTree(lines.get(i)));
      } catch (JacksonException | IllegalArgumentException e) {
        if (i == lines.size() - 1) {
          break;
        }
        throw damaged(
            "%s: line %d is damaged; bring the file back, or choose another {name}",
            e, file, i + 1);
      }
      whole += bytes(lines.get(i));
    }
    channel.truncate(whole);
    channel.position(whole);
    return table;
  }

  private static long bytes(String line) {
    return line.getBytes(StandardCharsets.UTF_8).length + 1L;
  }

  private static Map<String, String> header(Path file, String line) throws IOException {
    try {
      Header header = TrialFormat.of(Json.MAPPER.readTree(line).path(SEARCH), Header.class);
      if (header.format() == FORMAT) {
        return Collections.unmodifiableMap(new TreeMap<>(header.settings()));
      }
    } catch (JacksonException e) {
      throw damaged("%s: not a table of trials; choose another {name}", e, file);
    }
    throw new InvalidDataException(
        SettingText.of(
            "%s: a table of another version of this program; choose another {name}", file));
  }

  private void take(JsonNode line) throws JacksonException {
    if (line.has(STARTED)) {
      TrialDescription started = TrialFormat.of(line.path(STARTED), TrialDescription.class);
      Trial before = trials.get(started.id());
      trials.put(
          started.id(),
          before == null ? new Trial(started, Optional.empty(), true, 0) : before.started(started));
    } else if (line.has(FINISHED)) {
      TrialResult finished = TrialFormat.of(line.path(FINISHED), TrialResult.class);
      trials.put(finished.id(), trial(finished.id()).finished(finished));
    } else {
      Test test = TrialFormat.of(line.path(TESTED), Test.class);
      tests.put(test.id(), test.measures());
    }
  }

  public Map<String, String> search() {
    return search;
  }

  /** All trials, by ascending id. */
  public List<Trial> trials() {
    return List.copyOf(trials.values());
  }

  /**
   * The trial of an id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Trial trial(int id) {
    Trial trial = trials.get(id);
    if (trial == null) {
      throw new IllegalArgumentException("no trial " + id);
    }
    return trial;
  }

  /** What the test of a trial gave; empty if it was not tested. */
  public Optional<Map<String, Double>> test(int id) {
    return Optional.ofNullable(tests.get(id));
  }

  /** A trial starts or resumes. */
  void start(TrialDescription trial) throws IOException {
    append(STARTED, trial);
  }

  /** A trial has a result. */
  void finish(TrialResult result) throws IOException {
    append(FINISHED, result);
  }

  /** A trial was tested. */
  public void tested(int id, Map<String, Double> measures) throws IOException {
    append(TESTED, new Test(id, new LinkedHashMap<>(measures)));
  }

  private void append(String kind, Object content) throws IOException {
    String line = Json.line(Map.of(kind, content));
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new IOException("cannot write %s: %s".formatted(file, e.getMessage()), e);
    }
    take(Json.MAPPER.readTree(line));
  }

  /** Lets others open the table. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static InvalidDataException damaged(String template, Exception cause, Object... values) {
    InvalidDataException damaged = new InvalidDataException(SettingText.of(template, values));
    damaged.initCause(cause);
    return damaged;
  }
}
