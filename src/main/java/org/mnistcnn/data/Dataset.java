package org.mnistcnn.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Images with the class of each: one byte per value, shape {@code (count, height, width,
 * channels)}, row-major. Immutable; {@link #slice} shares the pixels.
 *
 * <p>The pixels are in memory, or, if they are those of a folder that is too large for it, in files
 * that are decoded whenever pixels are asked for. Then every method that gives pixels throws {@link
 * java.io.UncheckedIOException} if a file can no longer be read or has changed.
 */
public final class Dataset {

  private final ImageShape imageShape;
  private final List<String> classNames;
  private final PixelStore pixels;
  private final List<String> files;
  private final int[] labels;
  private final int from;
  private final int to;

  /**
   * A data set over these arrays, which it keeps: the caller no longer changes them.
   *
   * @param imageShape the size of each image
   * @param classNames the name of class 0, 1, ...
   * @param pixels the images one after the other, 0 (black) to 255 as unsigned bytes
   * @param labels the class of each image
   * @throws IllegalArgumentException if the counts differ or a label names no class
   */
  public Dataset(ImageShape imageShape, List<String> classNames, byte[] pixels, int[] labels) {
    this(imageShape, classNames, stored(imageShape, pixels, labels.length), labels);
  }

  private Dataset(ImageShape imageShape, List<String> classNames, PixelStore pixels, int[] labels) {
    this(imageShape, classNames, pixels, labels, List.of());
  }

  /**
   * Over images that may be anywhere; {@code pixels} has one for each label.
   *
   * @param files the file of each image; none if images have no file of their own
   */
  public Dataset(
      ImageShape imageShape,
      List<String> classNames,
      PixelStore pixels,
      int[] labels,
      List<String> files) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classNames.size()) {
        throw new IllegalArgumentException(
            "label must be in [0, %d), got %d at index %d"
                .formatted(classNames.size(), labels[i], i));
      }
    }
    this.imageShape = imageShape;
    this.classNames = List.copyOf(classNames);
    this.pixels = pixels;
    this.files = List.copyOf(files);
    this.labels = labels;
    this.from = 0;
    this.to = labels.length;
  }

  private static PixelStore stored(ImageShape imageShape, byte[] pixels, int count) {
    if (pixels.length != (long) count * imageShape.size()) {
      throw new IllegalArgumentException(
          "%d labels need %d bytes of images of shape %s, got %d"
              .formatted(count, (long) count * imageShape.size(), imageShape, pixels.length));
    }
    return new MemoryPixels(pixels, imageShape.size());
  }

  private Dataset(Dataset whole, List<String> classNames, int from, int to) {
    this.imageShape = whole.imageShape;
    this.classNames = classNames;
    this.pixels = whole.pixels;
    this.files = whole.files;
    this.labels = whole.labels;
    this.from = from;
    this.to = to;
  }

  public int count() {
    return to - from;
  }

  public ImageShape imageShape() {
    return imageShape;
  }

  /** The name of class 0, 1, ... */
  public List<String> classNames() {
    return classNames;
  }

  /** The class of image {@code index}. */
  public int label(int index) {
    return labels[from + checkIndex(index)];
  }

  /** What image {@code index} is called: its file, or else its number. */
  public String name(int index) {
    int place = from + checkIndex(index);
    return files.isEmpty() ? Integer.toString(place) : files.get(place);
  }

  /** The class of each image: a copy, of length {@link #count}. */
  public int[] labels() {
    return Arrays.copyOfRange(labels, from, to);
  }

  /**
   * The pixels of images {@code first} (inclusive) to {@code last} (exclusive), read-only, shape
   * {@code (last - first, height, width, channels)}: a view of memory, or decoded for this call.
   */
  public ByteBuffer pixels(int first, int last) {
    checkRange(first, last);
    return pixels.range(from + first, from + last);
  }

  /**
   * Writes the pixels of these images to {@code into}, one after the other: shape {@code
   * (images.length, height, width, channels)}. Files are decoded in parallel.
   *
   * @throws IllegalArgumentException if {@code into} has another length than that
   */
  public void read(int[] images, byte[] into) {
    if (into.length != (long) images.length * imageShape.size()) {
      throw new IllegalArgumentException(
          "%d images of shape %s need %d bytes, got %d"
              .formatted(
                  images.length,
                  imageShape,
                  (long) images.length * imageShape.size(),
                  into.length));
    }
    pixels.read(Arrays.stream(images).map(image -> from + checkIndex(image)).toArray(), into);
  }

  /** Whether the pixels are in memory; if not, files are decoded whenever they are asked for. */
  public boolean inMemory() {
    return pixels.inMemory();
  }

  /** The bytes that all pixels take when they are in memory. */
  public long bytes() {
    return (long) count() * imageShape.size();
  }

  /** Number and checksum of the images, for people: {@code 60000 images, CRC-32C 56a16306}. */
  public String fingerprint() {
    return "%d images, CRC-32C %08x".formatted(count(), checksum());
  }

  /**
   * A CRC-32C of the images, by the CRC-32C of each, and of the labels: equal for the same images
   * with the same labels in the same order, wherever they are.
   */
  public int checksum() {
    CRC32C checksum = new CRC32C();
    ByteBuffer number = ByteBuffer.allocate(2 * Integer.BYTES);
    for (int i = from; i < to; i++) {
      checksum.update(number.clear().putInt(pixels.checksum(i)).putInt(labels[i]).flip());
    }
    return (int) checksum.getValue();
  }

  /** Images {@code first} (inclusive) to {@code last} (exclusive), sharing the pixels. */
  public Dataset slice(int first, int last) {
    checkRange(first, last);
    return new Dataset(this, classNames, from + first, from + last);
  }

  /** The images but {@code first} (inclusive) to {@code last} (exclusive), sharing the pixels. */
  public Dataset without(int first, int last) {
    checkRange(first, last);
    int begin = from + first;
    int end = from + last;
    int[] left = new int[to - end + begin];
    System.arraycopy(labels, 0, left, 0, begin);
    System.arraycopy(labels, end, left, begin, to - end);
    List<String> named =
        files.isEmpty()
            ? files
            : Stream.concat(files.subList(0, begin).stream(), files.subList(end, to).stream())
                .toList();
    Dataset whole =
        new Dataset(imageShape, classNames, new PixelsAround(pixels, begin, end), left, named);
    return whole.slice(from, left.length);
  }

  /**
   * The images in another order, sharing the pixels.
   *
   * @param order the index of each image, in the order that they get
   */
  public Dataset ordered(int[] order) {
    int[] places = Arrays.stream(order).map(image -> from + checkIndex(image)).toArray();
    return new Dataset(
        imageShape,
        classNames,
        new PixelsOrdered(pixels, places, imageShape.size()),
        Arrays.stream(places).map(place -> labels[place]).toArray(),
        Arrays.stream(order).mapToObj(this::name).toList());
  }

  private int checkIndex(int index) {
    if (index < 0 || index >= count()) {
      throw new IndexOutOfBoundsException(
          "image must be in [0, %d), got %d".formatted(count(), index));
    }
    return index;
  }

  private void checkRange(int first, int last) {
    if (first < 0 || last < first || last > count()) {
      throw new IndexOutOfBoundsException(
          "images must be a range in [0, %d], got [%d, %d)".formatted(count(), first, last));
    }
  }
}
