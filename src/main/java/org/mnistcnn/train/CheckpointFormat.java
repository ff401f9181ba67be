package org.mnistcnn.train;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mnistcnn.common.AtomicFile;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.Json;
import org.mnistcnn.common.Sha256;

/**
 * A checkpoint as a file: magic number, version, the checkpoint's parts (numbers big-endian, floats
 * and doubles by their bits, strings in UTF-8 behind their length), and the SHA-256 of all of it.
 */
final class CheckpointFormat {

  private static final long MAGIC = 0x4d4e4953_54434b50L; // "MNISTCKP"
  private static final int VERSION = 2;

  /** The version whose runs were described by a map. */
  private static final int VERSION_WITH_MAP = 1;

  private CheckpointFormat() {}

  static void write(Path file, Checkpoint checkpoint) throws IOException {
    AtomicFile.write(
        file,
        stream -> {
          DigestOutputStream digested = new DigestOutputStream(stream, Sha256.digest());
          DataOutputStream out = new DataOutputStream(digested);
          out.writeLong(MAGIC);
          out.writeInt(VERSION);
          writeString(out, checkpoint.description());
          out.writeInt(checkpoint.epoch());
          out.writeInt(checkpoint.samples());
          writeString(out, checkpoint.stopped());
          writeList(out, checkpoint.history(), CheckpointFormat::writeEpoch);
          writeState(out, checkpoint.learner());
          writeList(out, checkpoint.callbacks(), CheckpointFormat::writeState);
          out.flush();
          stream.write(digested.getMessageDigest().digest());
        });
  }

  /**
   * Reads a checkpoint.
   *
   * @throws InvalidDataException if the file is not whole; the message says what is wrong with it
   */
  static Checkpoint read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    MessageDigest digest = Sha256.digest();
    int length = bytes.length - digest.getDigestLength();
    if (length < Long.BYTES + Integer.BYTES || ByteBuffer.wrap(bytes).getLong() != MAGIC) {
      throw new InvalidDataException("%s: not a checkpoint of this program".formatted(file));
    }
    digest.update(bytes, 0, length);
    if (!Arrays.equals(digest.digest(), Arrays.copyOfRange(bytes, length, bytes.length))) {
      throw new InvalidDataException(
          "%s: damaged: its SHA-256 is not the one at its end".formatted(file));
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
    in.readLong();
    int version = in.readInt();
    if (version != VERSION && version != VERSION_WITH_MAP) {
      throw new InvalidDataException(
          "%s: version of the checkpoint must be at most %d, got %d; take the program that wrote it"
              .formatted(file, VERSION, version));
    }
    return new Checkpoint(
        version == VERSION_WITH_MAP
            ? Json.line(readMap(in, CheckpointFormat::readString))
            : readString(in),
        in.readInt(),
        in.readInt(),
        readString(in),
        readList(in, CheckpointFormat::readEpoch),
        readState(in),
        readList(in, CheckpointFormat::readState));
  }

  private static void writeString(DataOutputStream out, String string) throws IOException {
    byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readString(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private interface Writer<T> {
    void write(DataOutputStream out, T value) throws IOException;
  }

  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  private static <T> void writeList(DataOutputStream out, List<T> list, Writer<T> writer)
      throws IOException {
    out.writeInt(list.size());
    for (T value : list) {
      writer.write(out, value);
    }
  }

  private static <T> List<T> readList(DataInputStream in, Reader<T> reader) throws IOException {
    List<T> list = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      list.add(reader.read(in));
    }
    return list;
  }

  private static <T> void writeMap(DataOutputStream out, Map<String, T> map, Writer<T> writer)
      throws IOException {
    out.writeInt(map.size());
    for (Map.Entry<String, T> entry : map.entrySet()) {
      writeString(out, entry.getKey());
      writer.write(out, entry.getValue());
    }
  }

  private static <T> Map<String, T> readMap(DataInputStream in, Reader<T> reader)
      throws IOException {
    Map<String, T> map = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String key = readString(in);
      map.put(key, reader.read(in));
    }
    return map;
  }

  private static void writeEpoch(DataOutputStream out, History.Epoch epoch) throws IOException {
    out.writeInt(epoch.epoch());
    writeMap(out, epoch.logs(), DataOutputStream::writeDouble);
  }

  private static History.Epoch readEpoch(DataInputStream in) throws IOException {
    return new History.Epoch(in.readInt(), readMap(in, DataInputStream::readDouble));
  }

  private static void writeState(DataOutputStream out, CallbackState state) throws IOException {
    writeMap(out, state.values(), CheckpointFormat::writeString);
    writeMap(out, state.arrays(), CheckpointFormat::writeFloats);
  }

  private static CallbackState readState(DataInputStream in) throws IOException {
    return new CallbackState(
        readMap(in, CheckpointFormat::readString), readMap(in, CheckpointFormat::readFloats));
  }

  private static void writeFloats(DataOutputStream out, float[] values) throws IOException {
    out.writeInt(values.length);
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
    bytes.asFloatBuffer().put(values);
    out.write(bytes.array());
  }

  private static float[] readFloats(DataInputStream in) throws IOException {
    float[] values = new float[in.readInt()];
    ByteBuffer.wrap(in.readNBytes(values.length * Float.BYTES)).asFloatBuffer().get(values);
    return values;
  }
}
