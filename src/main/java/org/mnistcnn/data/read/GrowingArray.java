package org.mnistcnn.data.read;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads as much as a file promises, in memory that grows with what it holds. */
final class GrowingArray {

  /** The longest array that HotSpot makes is a few elements short of 2^31 - 1. */
  static final int LONGEST = Integer.MAX_VALUE - 8;

  private static final int FIRST_CHUNK = 1 << 16;

  private GrowingArray() {}

  /** The first {@code limit} bytes, or fewer if the stream ends or a gzip file is cut off. */
  static byte[] read(InputStream in, int limit) throws IOException {
    byte[] bytes = new byte[Math.min(limit, FIRST_CHUNK)];
    int length = 0;
    while (length < limit) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(limit, 2L * length));
      }
      int read = readOrEnd(in, bytes, length);
      if (read < 0) {
        return Arrays.copyOf(bytes, length);
      }
      length += read;
    }
    return bytes;
  }

  private static int readOrEnd(InputStream in, byte[] bytes, int from) throws IOException {
    try {
      return in.read(bytes, from, bytes.length - from);
    } catch (EOFException cutOff) {
      return -1;
    }
  }
}
