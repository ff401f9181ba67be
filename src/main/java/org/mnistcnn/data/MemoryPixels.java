package org.mnistcnn.data;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Pixels in one array. */
public final class MemoryPixels implements PixelStore {

  private final byte[] pixels;
  private final int size;

  /**
   * Over this array, which it keeps.
   *
   * @param size bytes per image
   */
  public MemoryPixels(byte[] pixels, int size) {
    this.pixels = pixels;
    this.size = size;
  }

  @Override
  public ByteBuffer range(int first, int last) {
    return ByteBuffer.wrap(pixels, first * size, (last - first) * size).slice().asReadOnlyBuffer();
  }

  @Override
  public void read(int[] images, byte[] into) {
    for (int i = 0; i < images.length; i++) {
      System.arraycopy(pixels, images[i] * size, into, i * size, size);
    }
  }

  @Override
  public int checksum(int image) {
    return checksum(pixels, image * size, size);
  }

  public static int checksum(byte[] bytes, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, length);
    return (int) checksum.getValue();
  }

  @Override
  public boolean inMemory() {
    return true;
  }
}
