package org.mnistcnn.data;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The images of another store before and after a gap.
 *
 * @param whole the other store
 * @param begin its first image that is left out
 * @param end the first one after the gap
 */
record PixelsAround(PixelStore whole, int begin, int end) implements PixelStore {

  @Override
  public ByteBuffer range(int first, int last) {
    if (last <= begin) {
      return whole.range(first, last);
    }
    if (first >= begin) {
      return whole.range(place(first), place(first) + last - first);
    }
    ByteBuffer before = whole.range(first, begin);
    ByteBuffer after = whole.range(end, place(last - 1) + 1);
    return ByteBuffer.allocate(Math.addExact(before.remaining(), after.remaining()))
        .put(before)
        .put(after)
        .flip()
        .asReadOnlyBuffer();
  }

  @Override
  public void read(int[] images, byte[] into) {
    whole.read(Arrays.stream(images).map(this::place).toArray(), into);
  }

  @Override
  public int checksum(int image) {
    return whole.checksum(place(image));
  }

  @Override
  public boolean inMemory() {
    return whole.inMemory();
  }

  private int place(int image) {
    return image < begin ? image : image + end - begin;
  }
}
