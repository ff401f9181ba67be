package org.mnistcnn.data.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mnistcnn.common.InvalidDataException;

/**
 * One checked array of integers in NumPy's {@code .npy} format, versions 1 to 3: the magic string,
 * the version, the length of the header, the header as the text of a Python dictionary ({@code
 * descr}, {@code fortran_order}, {@code shape}), then the values. Nothing is ever unpickled.
 */
final class NpyArray {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** NumPy itself reads no longer header unless it is told to. */
  private static final int LONGEST_HEADER = 10_000;

  /** More classes than any data set has, few enough to count. */
  private static final int MOST_CLASSES = 1_000_000;

  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*'(\\w+)'\\s*:\\s*('[^']*'|True|False|\\([0-9,\\s]*\\))\\s*(?:,|(?=\\}))");

  private static final Pattern INTEGERS = Pattern.compile("([<>|=])([iu])([1248])");

  private final String name;
  private final String type;
  private final List<Integer> shape;
  private final byte[] values;

  private NpyArray(String name, String type, List<Integer> shape, byte[] values) {
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.values = values;
  }

  /** What the header says. */
  private record Header(String type, boolean fortranOrder, List<Integer> shape) {}

  /**
   * Reads and checks all of an array. Memory grows with what {@code in} holds, never with what the
   * header promises.
   *
   * @param name for messages
   * @param mostBytes how many bytes the values may take
   * @throws InvalidDataException if it is no such array, is longer or shorter than it promises, or
   *     takes more than that
   */
  static NpyArray read(String name, InputStream in, long mostBytes) throws IOException {
    Header header = header(name, in);
    int size = valueSize(name, header.type());
    long bytes = size;
    for (int dimension : header.shape()) {
      if (dimension == 0) {
        throw new InvalidDataException(
            "%s: shape must be positive in every dimension, got %s"
                .formatted(name, header.shape()));
      }
      if (bytes > Math.min(mostBytes, GrowingArray.LONGEST) / dimension) {
        throw new InvalidDataException(
            "%s: shape %s of type %s takes more than the %,d bytes that can be read here; make it"
                    .formatted(
                        name,
                        header.shape(),
                        header.type(),
                        Math.min(mostBytes, GrowingArray.LONGEST))
                + " smaller, or give Java more memory (MNIST_CNN_JAVA_OPTS=-Xmx8g)");
      }
      bytes *= dimension;
    }
    byte[] values = GrowingArray.read(in, (int) bytes);
    if (values.length < bytes || in.read() >= 0) {
      throw new InvalidDataException(
          "%s: header promises %d bytes of values, %s found"
              .formatted(
                  name, bytes, values.length < bytes ? Integer.toString(values.length) : "more"));
    }
    boolean reorder = header.fortranOrder() && header.shape().size() > 1;
    return new NpyArray(
        name,
        header.type(),
        header.shape(),
        reorder ? rowMajor(values, size, header.shape()) : values);
  }

  private static Header header(String name, InputStream in) throws IOException {
    byte[] start = GrowingArray.read(in, MAGIC.length + 2);
    if (start.length < MAGIC.length + 2 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, 6)) {
      throw new InvalidDataException(
          "%s: not an array in NumPy's format: it must begin with \\x93NUMPY".formatted(name));
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new InvalidDataException(
          "%s: version of the format must be 1, 2 or 3, got %d".formatted(name, version));
    }
    byte[] stored = GrowingArray.read(in, version == 1 ? 2 : 4);
    ByteBuffer number = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).put(stored).clear();
    int length = number.getInt();
    if (length < 0 || length > LONGEST_HEADER) {
      throw new InvalidDataException(
          "%s: header must have at most %d bytes, got %s"
              .formatted(name, LONGEST_HEADER, Integer.toUnsignedString(length)));
    }
    byte[] text = GrowingArray.read(in, length);
    if (text.length < length) {
      throw new InvalidDataException(
          "%s: it ends within its header, after %d of %d bytes"
              .formatted(name, text.length, length));
    }
    return parse(name, new String(text, StandardCharsets.UTF_8).strip());
  }

  private static Header parse(String name, String text) throws InvalidDataException {
    Map<String, String> entries = new HashMap<>();
    Matcher entry = ENTRY.matcher(text);
    int end = text.startsWith("{") ? 1 : text.length();
    while (entry.find(end) && entry.start() == end) {
      entries.put(entry.group(1), entry.group(2));
      end = entry.end();
    }
    String type = entries.getOrDefault("descr", "");
    String order = entries.getOrDefault("fortran_order", "");
    String shape = entries.getOrDefault("shape", "");
    boolean whole = end <= text.length() && text.substring(end).strip().equals("}");
    if (!whole || entries.size() != 3 || !type.startsWith("'") || !shape.startsWith("(")) {
      throw new InvalidDataException(
          "%s: header must name a simple type, an order and a shape, got %s"
              .formatted(name, text.length() > 120 ? text.substring(0, 120) + "..." : text));
    }
    try {
      List<Integer> dimensions =
          Arrays.stream(shape.substring(1, shape.length() - 1).split(","))
              .map(String::strip)
              .filter(dimension -> !dimension.isEmpty())
              .map(Integer::valueOf)
              .toList();
      return new Header(type.substring(1, type.length() - 1), order.equals("True"), dimensions);
    } catch (NumberFormatException e) {
      throw new InvalidDataException(
          "%s: every dimension must be at most 2^31-1, got %s".formatted(name, shape));
    }
  }

  private static int valueSize(String name, String type) throws InvalidDataException {
    Matcher integers = INTEGERS.matcher(type);
    if (!integers.matches()) {
      throw new InvalidDataException(
          "%s: values must be integers, got type %s; convert it, pixels by (x * 255).round()"
                  .formatted(name, type)
              + ".astype('uint8') if they go from 0 to 1, labels by y.astype('int64')");
    }
    return Integer.parseInt(integers.group(3));
  }

  /** Values stored with the first index running fastest, stored with the last running fastest. */
  private static byte[] rowMajor(byte[] stored, int size, List<Integer> shape) {
    byte[] values = new byte[stored.length];
    int[] index = new int[shape.size()];
    for (int to = 0; to < values.length; to += size) {
      int from = 0;
      for (int axis = shape.size() - 1; axis >= 0; axis--) {
        from = from * shape.get(axis) + index[axis];
      }
      System.arraycopy(stored, from * size, values, to, size);
      for (int axis = shape.size() - 1; axis >= 0 && ++index[axis] == shape.get(axis); axis--) {
        index[axis] = 0;
      }
    }
    return values;
  }

  String name() {
    return name;
  }

  List<Integer> shape() {
    return shape;
  }

  /**
   * The values themselves, not a copy.
   *
   * @throws InvalidDataException if they are not unsigned bytes
   */
  byte[] unsignedBytes() throws InvalidDataException {
    if (!type.endsWith("u1")) {
      throw new InvalidDataException(
          "%s: pixels must be of type uint8, 0 to 255, got %s; convert them by .astype('uint8')"
              .formatted(name, type));
    }
    return values;
  }

  /**
   * The values as labels.
   *
   * @throws InvalidDataException if one is negative or beyond any number of classes
   */
  int[] labels() throws InvalidDataException {
    int size = type.charAt(2) - '0';
    boolean signed = type.charAt(1) == 'i';
    ByteBuffer bytes =
        ByteBuffer.wrap(values)
            .order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int[] labels = new int[values.length / size];
    for (int i = 0; i < labels.length; i++) {
      long label = integer(bytes, i * size, size, signed);
      if (label < 0 || label > MOST_CLASSES) {
        throw new InvalidDataException(
            "%s: label must be in [0, %d], got %s at index %d; number the classes 0, 1, 2, ..."
                .formatted(name, MOST_CLASSES, signed ? label : Long.toUnsignedString(label), i));
      }
      labels[i] = (int) label;
    }
    return labels;
  }

  private static long integer(ByteBuffer bytes, int at, int size, boolean signed) {
    return switch (size) {
      case 1 -> signed ? bytes.get(at) : Byte.toUnsignedInt(bytes.get(at));
      case 2 -> signed ? bytes.getShort(at) : Short.toUnsignedInt(bytes.getShort(at));
      case 4 -> signed ? bytes.getInt(at) : Integer.toUnsignedLong(bytes.getInt(at));
      default -> bytes.getLong(at);
    };
  }
}
