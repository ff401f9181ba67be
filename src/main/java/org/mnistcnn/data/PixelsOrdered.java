package org.mnistcnn.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The images of another store in another order; pixels are copied when they are asked for. */
final class PixelsOrdered implements PixelStore {

  private final PixelStore whole;
  private final int[] order;
  private final int size;

  /**
   * Over another store.
   *
   * @param order the place in it of each image
   * @param size bytes per image
   */
  PixelsOrdered(PixelStore whole, int[] order, int size) {
    this.whole = whole;
    this.order = order;
    this.size = size;
  }

  @Override
  public ByteBuffer range(int first, int last) {
    byte[] pixels = new byte[Math.multiplyExact(last - first, size)];
    read(IntStream.range(first, last).toArray(), pixels);
    return ByteBuffer.wrap(pixels).asReadOnlyBuffer();
  }

  @Override
  public void read(int[] images, byte[] into) {
    whole.read(Arrays.stream(images).map(image -> order[image]).toArray(), into);
  }

  @Override
  public int checksum(int image) {
    return whole.checksum(order[image]);
  }

  @Override
  public boolean inMemory() {
    return whole.inMemory();
  }
}
