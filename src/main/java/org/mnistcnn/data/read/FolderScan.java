package org.mnistcnn.data.read;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.image.ImageDecoder;
import org.mnistcnn.data.image.ImageDecoder.Header;

/**
 * What the headers of image files say, read in parallel.
 *
 * @param sizes number of images of each size, most frequent first
 * @param grey images without colour
 * @param color images with colour
 * @param examples an image of each size, by its text, and one of each kind, by "grey" and "colour"
 */
record FolderScan(
    Map<FolderReadOptions.ImageSize, Integer> sizes,
    int grey,
    int color,
    Map<String, String> examples) {

  private static final int MOST_SHOWN = 3;

  FolderScan {
    sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
    examples = Map.copyOf(examples);
  }

  /** Reads the headers of all files, and passes over those that have none: decoding will tell. */
  static FolderScan of(Path root, List<FolderListing.Labelled> files) {
    List<Optional<Header>> headers =
        files.parallelStream().map(file -> header(root.resolve(file.name()))).toList();
    Map<FolderReadOptions.ImageSize, Integer> sizes = new LinkedHashMap<>();
    Map<String, String> examples = new LinkedHashMap<>();
    int grey = 0;
    int color = 0;
    for (int i = 0; i < headers.size(); i++) {
      if (headers.get(i).isPresent()) {
        Header header = headers.get(i).get();
        FolderReadOptions.ImageSize size =
            new FolderReadOptions.ImageSize(header.width(), header.height());
        sizes.merge(size, 1, Integer::sum);
        examples.putIfAbsent(size.toString(), files.get(i).name());
        examples.putIfAbsent(header.grey() ? "grey" : "colour", files.get(i).name());
        grey += header.grey() ? 1 : 0;
        color += header.grey() ? 0 : 1;
      }
    }
    Map<FolderReadOptions.ImageSize, Integer> sorted = new LinkedHashMap<>();
    sizes.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return new FolderScan(sorted, grey, color, examples);
  }

  private static Optional<Header> header(Path file) {
    try {
      Header header = ImageDecoder.header(file);
      new FolderReadOptions.ImageSize(header.width(), header.height());
      return Optional.of(header);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The shape to bring all images to.
   *
   * @param lenient takes the most frequent size, and colour if there is any, where they differ
   * @throws InvalidDataException if they differ and {@code readOptions} does not say what to take
   */
  ImageShape shape(Path root, FolderReadOptions readOptions, boolean lenient)
      throws InvalidDataException {
    if (readOptions.imageSize().isEmpty() && sizes.size() > 1 && !lenient) {
      throw new InvalidDataException(
          "%s: images must have one size, got %d sizes: %s%s; give the size to make them by"
                  .formatted(
                      root, sizes.size(), shownSizes(), sizes.size() > MOST_SHOWN ? ", ..." : "")
              + " --image-size, such as --image-size %s".formatted(mostFrequent()));
    }
    if (readOptions.channels().isEmpty() && grey > 0 && color > 0 && !lenient) {
      throw new InvalidDataException(
          "%s: images must be all grey or all in colour, got %d grey (such as %s) and %d in colour"
                  .formatted(root, grey, examples.get("grey"), color)
              + " (such as %s); give --channels 1 to make them grey, --channels 3 to keep the colours"
                  .formatted(examples.get("colour")));
    }
    FolderReadOptions.ImageSize size = readOptions.imageSize().orElseGet(this::mostFrequent);
    return new ImageShape(
        size.height(), size.width(), readOptions.channels().orElse(color > 0 ? 3 : 1));
  }

  /** Of a folder without a readable image, the size does not matter. */
  private FolderReadOptions.ImageSize mostFrequent() {
    return sizes.keySet().stream().findFirst().orElse(new FolderReadOptions.ImageSize(1, 1));
  }

  private String shownSizes() {
    return sizes.entrySet().stream()
        .limit(MOST_SHOWN)
        .map(
            size ->
                "%s (%d, such as %s)"
                    .formatted(
                        size.getKey(), size.getValue(), examples.get(size.getKey().toString())))
        .collect(Collectors.joining(", "));
  }
}
