package org.mnistcnn.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32C;
import org.tensorflow.proto.Event;

/**
 * A file of TensorFlow events, as TensorBoard reads it: records of a length (uint64), the length's
 * checksum, the event and its checksum, all little-endian. Open only while it is written to, so
 * what is in it is whole and can be read at any time.
 */
record EventFile(Path path) {

  /** The version that every event file begins with. */
  private static final String VERSION = "brain.Event:2";

  private static final int CHECKSUM_MASK = 0xa282ead8;

  /**
   * Begins a file beside those that are there, under a name of its own that sorts after theirs, as
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

  /** An event that happens now. */
  static Event.Builder event(Instant now) {
    return Event.newBuilder().setWallTime(now.getEpochSecond() + now.getNano() / 1e9);
  }

  /** Adds events to the end. */
  void append(List<Event> events) throws IOException {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (Event event : events) {
      byte[] data = event.toByteArray();
      byte[] length = bytes(Long.BYTES).putLong(data.length).array();
      records.writeBytes(length);
      records.writeBytes(checksum(length));
      records.writeBytes(data);
      records.writeBytes(checksum(data));
    }
    Files.write(path, records.toByteArray(), StandardOpenOption.APPEND);
  }

  /** CRC-32C, rotated and shifted, since checksums of data that hold checksums are weak. */
  private static byte[] checksum(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return bytes(Integer.BYTES)
        .putInt(Integer.rotateRight((int) crc.getValue(), 15) + CHECKSUM_MASK)
        .array();
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }
}
