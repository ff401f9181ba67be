package org.mnistcnn.data.read;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.mnistcnn.common.InvalidDataException;

/**
 * One checked IDX file of unsigned bytes, plain or gzipped. The layout is that of the MNIST
 * database: two zero bytes, a type byte, the number of dimensions, each dimension as a big-endian
 * 32-bit integer, then the values, row-major.
 */
final class IdxFile {

  /** The type byte of unsigned bytes, the only type that images and labels come in. */
  private static final int UNSIGNED_BYTE = 0x08;

  /** What each dimension counts, for messages. */
  private static final List<String> DIMENSION_NAMES = List.of("count", "height", "width");

  private static final int BUFFER = 1 << 16;

  /** How far a file that is too long is read on. */
  private static final int MOST_READ_ON = 1 << 20;

  private final String name;
  private final int[] dimensions;
  private final byte[] values;

  private IdxFile(String name, int[] dimensions, byte[] values) {
    this.name = name;
    this.dimensions = dimensions;
    this.values = values;
  }

  /**
   * Reads and checks all of {@code file}; gzipped if its name ends in {@code .gz}. Memory grows
   * with what the file holds, never with what its header promises.
   *
   * @param rank the number of dimensions it has to have
   * @throws InvalidDataException if it is no such file, or is longer or shorter than it promises
   */
  static IdxFile read(Path file, int rank) throws IOException {
    String name = String.valueOf(file.getFileName());
    try (InputStream stored = Files.newInputStream(file);
        InputStream in = name.endsWith(".gz") ? new GZIPInputStream(stored, BUFFER) : stored) {
      int[] dimensions = readHeader(name, in, rank);
      return new IdxFile(name, dimensions, readValues(name, in, dimensions));
    } catch (ZipException e) {
      throw new InvalidDataException(
          "%s: not an intact gzip file: %s".formatted(name, e.getMessage()));
    } catch (EOFException e) {
      throw new InvalidDataException(
          "%s: not an intact gzip file: it ends within its own header or checksum".formatted(name));
    }
  }

  String name() {
    return name;
  }

  /** The size of dimension {@code index}, counted from 0. */
  int dimension(int index) {
    return dimensions[index];
  }

  /** The values themselves, not a copy: their number is the product of the dimensions. */
  byte[] values() {
    return values;
  }

  private static int[] readHeader(String name, InputStream in, int rank) throws IOException {
    int length = headerLength(rank);
    byte[] header = GrowingArray.read(in, length);
    if (header.length < length) {
      throw new InvalidDataException(
          "%s: an IDX header of %d dimensions has %d bytes, %d found"
              .formatted(name, rank, length, header.length));
    }
    if (header[0] != 0 || header[1] != 0) {
      throw new InvalidDataException(
          "%s: bytes 0 and 1 of an IDX file must be 0x00 0x00, got 0x%02x 0x%02x%s"
              .formatted(
                  name,
                  header[0],
                  header[1],
                  isGzip(header) ? "; it is gzipped, so its name must end in .gz" : ""));
    }
    if (header[2] != UNSIGNED_BYTE) {
      throw new InvalidDataException(
          "%s: byte 2, the type, must be 0x08 (unsigned byte), got 0x%02x"
              .formatted(name, header[2]));
    }
    if (header[3] != rank) {
      throw new InvalidDataException(
          "%s: byte 3, the number of dimensions, must be %d, got %d"
              .formatted(name, rank, Byte.toUnsignedInt(header[3])));
    }
    return dimensions(name, header, rank);
  }

  private static int[] dimensions(String name, byte[] header, int rank)
      throws InvalidDataException {
    int[] dimensions = new int[rank];
    long values = 1;
    for (int i = 0; i < rank; i++) {
      int offset = headerLength(i);
      long dimension = Integer.toUnsignedLong(ByteBuffer.wrap(header).getInt(offset));
      if (dimension == 0) {
        throw new InvalidDataException(
            "%s: the %s at byte %d must be positive, got 0"
                .formatted(name, DIMENSION_NAMES.get(i), offset));
      }
      if (dimension > GrowingArray.LONGEST / values) {
        throw new InvalidDataException(
            "%s: header promises %s values, more than the %d that can be read"
                .formatted(name, shapeText(header, rank), GrowingArray.LONGEST));
      }
      values *= dimension;
      dimensions[i] = (int) dimension;
    }
    return dimensions;
  }

  private static byte[] readValues(String name, InputStream in, int[] dimensions)
      throws IOException {
    int count = Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
    long promised = (long) headerLength(dimensions.length) + count;
    byte[] values = GrowingArray.read(in, count);
    if (values.length < count) {
      throw new InvalidDataException(
          "%s: header promises %d bytes, %d found"
              .formatted(name, promised, promised - count + values.length));
    }
    // Reading on also makes gzip compare its checksum.
    if (in.read() >= 0) {
      // What is too long is often damage, which gzip's checksum tells at the end.
      in.readNBytes(MOST_READ_ON);
      throw new InvalidDataException(
          "%s: header promises %d bytes, at least %d found"
              .formatted(name, promised, promised + 1));
    }
    return values;
  }

  private static int headerLength(int rank) {
    return 4 + 4 * rank;
  }

  private static boolean isGzip(byte[] header) {
    return header[0] == 0x1f && header[1] == (byte) 0x8b;
  }

  private static String shapeText(byte[] header, int rank) {
    return IntStream.range(0, rank)
        .map(i -> ByteBuffer.wrap(header).getInt(headerLength(i)))
        .mapToObj(Integer::toUnsignedString)
        .collect(Collectors.joining(" x "));
  }
}
