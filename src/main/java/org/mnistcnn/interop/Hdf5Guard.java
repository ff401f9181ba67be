package org.mnistcnn.interop;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Refuses HDF5 files that would keep a reader busy for ever. Such a file leads its reader along a
 * tree whose branches meet again, so that a few kilobytes hold billions of ways; what a reader must
 * go through is bounded here by the sizes that HDF5's library, with Keras's settings, writes.
 */
final class Hdf5Guard {

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
   * @throws IllegalArgumentException if it has parts that Keras does not write
   */
  static void check(byte[] file) {
    for (int i = 0; i + GROUP_NODE.length + 3 <= file.length; i++) {
      if (file[i] < 'B' || file[i] > 'T') {
        continue;
      }
      if (startsWith(file, i, GROUP_NODE)) {
        int level = Byte.toUnsignedInt(file[i + 5]);
        int entries = Byte.toUnsignedInt(file[i + 6]) + 256 * Byte.toUnsignedInt(file[i + 7]);
        if (level > HIGHEST_LEVEL || entries > MOST_ENTRIES) {
          throw new IllegalArgumentException(
              "a group's index at byte %d has level %d and %d entries, where Keras writes at most %d and %d"
                  .formatted(i, level, entries, HIGHEST_LEVEL, MOST_ENTRIES));
        }
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

  private static boolean startsWith(byte[] file, int offset, byte[] beginning) {
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
