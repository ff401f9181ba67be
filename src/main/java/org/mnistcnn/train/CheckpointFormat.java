package org.mnistcnn.train;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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

  /** Writes a checkpoint whole or not at all. */
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
          out.writeInt(checkpoint.history().size());
          for (History.Epoch epoch : checkpoint.history()) {
            writeEpoch(out, epoch);
          }
          writeState(out, checkpoint.learner());
          out.writeInt(checkpoint.callbacks().size());
          for (CallbackState state : checkpoint.callbacks()) {
            writeState(out, state);
          }
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
        version == VERSION_WITH_MAP ? Json.line(readStrings(in)) : readString(in),
        in.readInt(),
        in.readInt(),
        readString(in),
        readEpochs(in),
        readState(in),
        readStates(in));
  }

  private static void writeString(DataOutputStream out, String string) throws IOException {
    byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readString(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static void writeStrings(DataOutputStream out, Map<String, String> strings)
      throws IOException {
    out.writeInt(strings.size());
    for (Map.Entry<String, String> entry : strings.entrySet()) {
      writeString(out, entry.getKey());
      writeString(out, entry.getValue());
    }
  }

  private static Map<String, String> readStrings(DataInputStream in) throws IOException {
    Map<String, String> strings = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String key = readString(in);
      strings.put(key, readString(in));
    }
    return strings;
  }

  private static void writeEpoch(DataOutputStream out, History.Epoch epoch) throws IOException {
    out.writeInt(epoch.epoch());
    out.writeInt(epoch.logs().size());
    for (Map.Entry<String, Double> entry : epoch.logs().entrySet()) {
      writeString(out, entry.getKey());
      out.writeDouble(entry.getValue());
    }
  }

  private static List<History.Epoch> readEpochs(DataInputStream in) throws IOException {
    List<History.Epoch> epochs = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      int number = in.readInt();
      Map<String, Double> logs = new LinkedHashMap<>();
      for (int keys = in.readInt(); keys > 0; keys--) {
        String key = readString(in);
        logs.put(key, in.readDouble());
      }
      epochs.add(new History.Epoch(number, logs));
    }
    return epochs;
  }

  private static void writeState(DataOutputStream out, CallbackState state) throws IOException {
    writeStrings(out, state.values());
    out.writeInt(state.arrays().size());
    for (Map.Entry<String, float[]> entry : state.arrays().entrySet()) {
      writeString(out, entry.getKey());
      out.writeInt(entry.getValue().length);
      writeFloats(out, entry.getValue());
    }
  }

  private static void writeFloats(OutputStream out, float[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
    bytes.asFloatBuffer().put(values);
    out.write(bytes.array());
  }

  private static List<CallbackState> readStates(DataInputStream in) throws IOException {
    List<CallbackState> states = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      states.add(readState(in));
    }
    return states;
  }

  private static CallbackState readState(DataInputStream in) throws IOException {
    Map<String, String> values = readStrings(in);
    Map<String, float[]> arrays = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = readString(in);
      float[] array = new float[in.readInt()];
      ByteBuffer.wrap(in.readNBytes(array.length * Float.BYTES)).asFloatBuffer().get(array);
      arrays.put(name, array);
    }
    return new CallbackState(values, arrays);
  }
}
