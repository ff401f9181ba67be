package org.mnistcnn.formats.keras;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.mnistcnn.common.AtomicFile;
import org.mnistcnn.common.InvalidDataException;

/**
 * The archive that a {@code .keras} file is: a zip with {@code metadata.json}, {@code config.json}
 * and {@code model.weights.h5}. Made for files from strangers: nothing is unpacked to the disk, and
 * no more is read than the limits below.
 */
final class KerasArchive implements AutoCloseable {

  static final String METADATA = "metadata.json";
  static final String CONFIG = "config.json";
  static final String WEIGHTS = "model.weights.h5";

  /** Bytes of a config.json; that of a network with a thousand layers has 1 MB. */
  private static final int LARGEST_CONFIG = 16 << 20;

  /** Bytes of a file of weights: 90 million parameters with what Adam remembers of them. */
  static final int LARGEST_WEIGHTS = 1 << 30;

  /** Keras does not compress; a file that somebody compressed has not become a hundredth. */
  private static final long GREATEST_EXPANSION = 100;

  private static final int MOST_ENTRIES = 10_000;

  private final Path file;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

  private KerasArchive(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  /**
   * Opens an archive.
   *
   * @throws InvalidDataException if it is no archive, damaged, or hostile
   */
  static KerasArchive open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isRegularFile(file)) {
      throw new InvalidDataException("%s: not a file".formatted(file));
    }
    KerasArchive archive;
    try {
      archive = new KerasArchive(file, new ZipFile(file.toFile()));
    } catch (ZipException | IllegalArgumentException e) {
      throw new InvalidDataException(
          "%s: not a zip archive, or damaged (%s); save the model again"
              .formatted(file, e.getMessage()));
    }
    try {
      archive.list();
      return archive;
    } catch (IOException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  private void list() throws InvalidDataException {
    if (zip.size() > MOST_ENTRIES) {
      throw refusal(
          "an archive must have at most %d entries, got %d".formatted(MOST_ENTRIES, zip.size()));
    }
    Enumeration<? extends ZipEntry> all = zip.entries();
    while (all.hasMoreElements()) {
      ZipEntry entry = all.nextElement();
      String name = entry.getName();
      if (name.startsWith("/")
          || name.contains("\\")
          || name.contains(":")
          || ("/" + name + "/").contains("/../")) {
        throw refusal("entry %s leads out of the archive".formatted(name));
      }
      if (entries.put(name, entry) != null) {
        throw refusal("entry %s is there twice".formatted(name));
      }
    }
  }

  String config() throws IOException {
    byte[] bytes = bytes(CONFIG, LARGEST_CONFIG);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refusal(CONFIG + " is not UTF-8");
    }
  }

  byte[] weights() throws IOException {
    return bytes(WEIGHTS, LARGEST_WEIGHTS);
  }

  private byte[] bytes(String name, int limit) throws IOException {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw refusal(
          "not a .keras file of Keras 3: no %s in it; there are %s"
              .formatted(name, entries.keySet().stream().limit(10).toList()));
    }
    long allowed = Math.min(limit, (1 << 20) + GREATEST_EXPANSION * entry.getCompressedSize());
    try (InputStream in = zip.getInputStream(entry)) {
      // The size that an entry declares may be a lie: what counts is what comes out of it.
      byte[] bytes = entry.getSize() > allowed ? new byte[0] : in.readNBytes((int) allowed);
      if (entry.getSize() > allowed || in.read() >= 0) {
        throw refusal("%s must have at most %d bytes, and has more".formatted(name, allowed));
      }
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      if (checksum.getValue() != entry.getCrc()) {
        throw refusal("%s is damaged: its CRC-32 is not the one in the archive".formatted(name));
      }
      return bytes;
    } catch (EOFException | ZipException e) {
      throw refusal("%s is damaged (%s); save the model again".formatted(name, e.getMessage()));
    }
  }

  private InvalidDataException refusal(String message) {
    return new InvalidDataException("%s: %s".formatted(file, message));
  }

  /**
   * Writes the archive whole or not at all.
   *
   * @param entries the bytes of each by name, in order
   * @param written when; the time of all entries
   */
  static void write(Path file, Map<String, byte[]> entries, Instant written) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            zip.putNextEntry(stored(entry.getKey(), entry.getValue(), written));
            zip.write(entry.getValue());
            zip.closeEntry();
          }
          zip.finish();
        });
  }

  /** An entry that is not compressed, as Keras's are: weights hardly get smaller. */
  private static ZipEntry stored(String name, byte[] bytes, Instant written) {
    ZipEntry entry = new ZipEntry(name);
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(checksum.getValue());
    entry.setTime(written.toEpochMilli());
    return entry;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
