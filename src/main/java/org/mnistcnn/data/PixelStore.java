package org.mnistcnn.data;

import java.nio.ByteBuffer;

/** Where the pixels of a row of images are. All images have one size, in bytes. */
public interface PixelStore {

  /**
   * The pixels of images {@code first} (inclusive) to {@code last} (exclusive), one after the
   * other, read-only.
   */
  ByteBuffer range(int first, int last);

  /** Writes the pixels of these images to {@code into}, one after the other from its beginning. */
  void read(int[] images, byte[] into);

  /** The CRC-32C of the pixels of one image, the same wherever they are. */
  int checksum(int image);

  /** Whether they take memory while the store exists. */
  boolean inMemory();
}
