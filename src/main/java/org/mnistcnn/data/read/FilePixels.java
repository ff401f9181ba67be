package org.mnistcnn.data.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.MemoryPixels;
import org.mnistcnn.data.PixelStore;
import org.mnistcnn.data.image.ImageFile;

/**
 * Pixels that stay in image files until they are asked for. Images that are asked for together are
 * decoded in parallel, by as many threads as there are processors; nothing of them is kept.
 *
 * <p>Each image is held against the checksum that it had when the data set was read: a file that
 * changes meanwhile is an error, not another training set.
 */
final class FilePixels implements PixelStore {

  private final Path folder;
  private final List<String> files;
  private final int[] checksums;
  private final ImageShape shape;

  /**
   * The pixels of these files.
   *
   * @param files below {@code folder}
   * @param checksums of the pixels of each file, which it keeps
   * @param shape to which each is brought
   */
  FilePixels(Path folder, List<String> files, int[] checksums, ImageShape shape) {
    this.folder = folder;
    this.files = files;
    this.checksums = checksums;
    this.shape = shape;
  }

  @Override
  public ByteBuffer range(int first, int last) {
    byte[] pixels = new byte[Math.multiplyExact(last - first, shape.size())];
    read(IntStream.range(first, last).toArray(), pixels);
    return ByteBuffer.wrap(pixels).asReadOnlyBuffer();
  }

  @Override
  public void read(int[] images, byte[] into) {
    IntStream.range(0, images.length)
        .parallel()
        .forEach(
            i -> System.arraycopy(decoded(images[i]), 0, into, i * shape.size(), shape.size()));
  }

  private byte[] decoded(int image) {
    Path file = folder.resolve(files.get(image));
    try {
      byte[] pixels = ImageFile.pixels(file, shape);
      if (MemoryPixels.checksum(pixels, 0, pixels.length) != checksums[image]) {
        throw new InvalidDataException(
            "%s: changed since the data set was read; leave it alone until the end"
                .formatted(file));
      }
      return pixels;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int checksum(int image) {
    return checksums[image];
  }

  @Override
  public boolean inMemory() {
    return false;
  }
}
