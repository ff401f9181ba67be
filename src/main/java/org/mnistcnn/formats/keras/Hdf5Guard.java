package org.mnistcnn.formats.keras;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Refuses HDF5 files that would keep a reader busy forever. Such a file leads its reader along a
 * tree whose branches meet again, so that a few kilobytes hold billions of ways; what a reader must
 * go through is bounded here by the sizes that HDF5's library, with Keras's settings, writes.
 */
final class Hdf5Guard {

  private static final byte[] SIGNATURE = bytes("\u0089HDF\r\n\u001a\n");

  /** Bytes of a superblock, and of the smallest part behind it. */
  private static final int SMALLEST = 96;

  /** Beginnings of parts that branch, and that neither Keras nor this program writes. */
  private static final List<byte[]> UNUSED =
      List.of(bytes("OCHK\0"), bytes("OCHK\2"), bytes("BTHD\0"), bytes("FRHP\0"));

  /** The beginning of a node of a group's index: signature and type. */
  private static final byte[] GROUP_NODE = bytes("TREE\0");

  /** Entries of a node: twice the rank that HDF5's library gives it. */
  private static final int MOST_ENTRIES = 32;

  /** Levels above the leaves: room for some 30,000 names in a group. */
  private static final int HIGHEST_LEVEL = 2;

  private Hdf5Guard() {}

  /**
   * Looks through a file.
   *
   * @throws IllegalArgumentException if it is not whole, or has parts that Keras does not write
   */
  static void check(byte[] file) {
    requireWhole(file);
    for (int i = 0; i < file.length; i++) {
      if (file[i] < 'B' || file[i] > 'T') {
        continue;
      }
      if (startsWith(file, i, GROUP_NODE)) {
        requireFew(file, i);
      }
      for (byte[] unused : UNUSED) {
        if (startsWith(file, i, unused)) {
          throw new IllegalArgumentException(
              "a part %s at byte %d, which Keras does not write"
                  .formatted(new String(unused, 0, 4, StandardCharsets.US_ASCII), i));
        }
      }
    }
  }

  /** The superblock, which every file begins with, says where the file ends. */
  private static void requireWhole(byte[] file) {
    if (!startsWith(file, 0, SIGNATURE) || file.length < SMALLEST) {
      throw new IllegalArgumentException("not HDF5, or cut off");
    }
    int version = file[8];
    int endAt = version == 0 ? 40 : version == 1 ? 44 : 28;
    int sizeOfOffsets = version <= 1 ? file[13] : file[9];
    long end = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(endAt);
    if (version < 0 || version > 3 || sizeOfOffsets != Long.BYTES) {
      throw new IllegalArgumentException(
          "not HDF5 as Keras writes it: its superblock has version %d and offsets of %d bytes"
              .formatted(version, sizeOfOffsets));
    }
    if (end < 0 || end > file.length) {
      throw new IllegalArgumentException(
          "cut off: it says that it has %d bytes, and has %d".formatted(end, file.length));
    }
  }

  private static void requireFew(byte[] file, int node) {
    if (node + 8 > file.length) {
      return; // A reader finds nothing there either.
    }
    int level = Byte.toUnsignedInt(file[node + 5]);
    int entries = Byte.toUnsignedInt(file[node + 6]) + 256 * Byte.toUnsignedInt(file[node + 7]);
    if (level > HIGHEST_LEVEL || entries > MOST_ENTRIES) {
      throw new IllegalArgumentException(
          "a group's index at byte %d has level %d and %d entries, where Keras writes at most"
                  .formatted(node, level, entries)
              + " %d and %d".formatted(HIGHEST_LEVEL, MOST_ENTRIES));
    }
  }

  private static boolean startsWith(byte[] file, int offset, byte[] beginning) {
    if (offset + beginning.length > file.length) {
      return false;
    }
    for (int i = 0; i < beginning.length; i++) {
      if (file[offset + i] != beginning[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
