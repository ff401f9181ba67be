package org.mnistcnn.data.read;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.MemoryPixels;
import org.mnistcnn.data.PixelStore;
import org.mnistcnn.data.image.ImageFile;

/**
 * Image files of which each was decoded once, in parallel, to see that it can be.
 *
 * @param files those that could, in their order
 * @param bad those that could not
 * @param pixels of the files
 */
record FolderPixels(
    List<FolderListing.Labelled> files, List<FolderListing.Bad> bad, PixelStore pixels) {

  /** What became of a file: its checksum, or why there is none. */
  private record Decoded(int checksum, Optional<String> failure) {}

  /**
   * Decodes files.
   *
   * @param shape to which each is brought
   * @param keep whether to keep the pixels in memory
   */
  static FolderPixels decode(
      Path root, List<FolderListing.Labelled> files, ImageShape shape, boolean keep) {
    int size = shape.size();
    byte[] kept = new byte[keep ? Math.multiplyExact(files.size(), size) : 0];
    List<Decoded> decoded =
        IntStream.range(0, files.size())
            .parallel()
            .mapToObj(
                i -> {
                  Path file = root.resolve(files.get(i).name());
                  try {
                    byte[] pixels = ImageFile.pixels(file, shape);
                    if (keep) {
                      System.arraycopy(pixels, 0, kept, i * size, size);
                    }
                    return new Decoded(MemoryPixels.checksum(pixels, 0, size), Optional.empty());
                  } catch (IOException e) {
                    return new Decoded(0, Optional.of(reason(file, e)));
                  }
                })
            .toList();
    List<FolderListing.Labelled> good = new ArrayList<>();
    List<FolderListing.Bad> bad = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Optional<String> failure = decoded.get(i).failure();
      if (failure.isPresent()) {
        bad.add(new FolderListing.Bad(files.get(i).name(), failure.get()));
      } else {
        if (keep && !bad.isEmpty()) {
          System.arraycopy(kept, i * size, kept, good.size() * size, size);
        }
        good.add(files.get(i));
      }
    }
    PixelStore store;
    if (keep) {
      store =
          new MemoryPixels(bad.isEmpty() ? kept : Arrays.copyOf(kept, good.size() * size), size);
    } else {
      int[] checksums =
          decoded.stream()
              .filter(one -> one.failure().isEmpty())
              .mapToInt(Decoded::checksum)
              .toArray();
      store =
          new FilePixels(
              root, good.stream().map(FolderListing.Labelled::name).toList(), checksums, shape);
    }
    return new FolderPixels(good, bad, store);
  }

  /** The message of a failure without the file's name, which stands before it. */
  private static String reason(Path file, IOException failure) {
    String message = String.valueOf(failure.getMessage());
    String prefix = file + ": ";
    return message.startsWith(prefix)
        ? message.substring(prefix.length())
        : failure.getClass().getSimpleName() + ": " + message;
  }

  /** The images with classes of these names. */
  Dataset dataset(ImageShape shape, List<String> classNames) {
    return new Dataset(
        shape,
        classNames,
        pixels,
        files.stream().mapToInt(FolderListing.Labelled::label).toArray(),
        files.stream().map(FolderListing.Labelled::name).toList());
  }
}
