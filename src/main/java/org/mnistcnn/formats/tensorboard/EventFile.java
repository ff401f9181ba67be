package org.mnistcnn.formats.tensorboard;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.tensorflow.proto.Event;

/**
 * A file of TensorFlow events, as TensorBoard reads it: records of a length (uint64), the length's
 * checksum, the event and its checksum, all little-endian. Open only while it is written to, so
 * what is in it is whole and can be read at any time.
 */
record EventFile(Path path) {

  /** The version that every event file begins with. */
  private static final String VERSION = "brain.Event:2";

  /**
   * Begins a file beside existing ones, under a name of its own that sorts after theirs, as
   * TensorBoard reads the files of a directory in the order of their names.
   */
  static EventFile create(Path directory, String host, Instant now) throws IOException {
    Files.createDirectories(directory);
    for (int number = 0; ; number++) {
      Path file =
          directory.resolve(
              "events.out.tfevents.%010d.%s.%d.v2".formatted(now.getEpochSecond(), host, number));
      try {
        EventFile created = new EventFile(Files.createFile(file));
        created.append(List.of(event(now).setFileVersion(VERSION).build()));
        return created;
      } catch (FileAlreadyExistsException e) {
        // Another run began in the same second: take the next number.
      }
    }
  }

  static Event.Builder event(Instant now) {
    return Event.newBuilder().setWallTime(now.getEpochSecond() + now.getNano() / 1e9);
  }

  void append(List<Event> events) throws IOException {
    Files.write(
        path,
        RecordFile.of(events.stream().map(Event::toByteArray).toList()),
        StandardOpenOption.APPEND);
  }
}
