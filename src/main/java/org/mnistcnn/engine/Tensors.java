package org.mnistcnn.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.mnistcnn.data.Dataset;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/** Data on its way into and out of native memory. The caller closes what it gets. */
final class Tensors {

  /** Bytes of images that are taken at a time: all of them may be more than Java's memory holds. */
  private static final int PART_BYTES = 1 << 24;

  private Tensors() {}

  /** The shape of one image of {@code data}, without batch. */
  static Shape imageShape(Dataset data) {
    return Shape.of(
        data.imageShape().height(), data.imageShape().width(), data.imageShape().channels());
  }

  /** The pixels of all images of {@code data}, shape {@code (count, height, width, channels)}. */
  static TUint8 images(Dataset data) {
    Shape shape = imageShape(data).prepend(data.count());
    return pixels(TUint8.class, shape, data, data.imageShape().size());
  }

  /** The pixels of all images of {@code data} in words, shape {@code (count, words)}. */
  static TInt64 words(Dataset data) {
    int words = Math.toIntExact(words(imageShape(data)));
    return pixels(TInt64.class, Shape.of(data.count(), words), data, words * Long.BYTES);
  }

  /**
   * The pixels of all images.
   *
   * @param length bytes that each image takes of the tensor
   */
  private static <T extends TType> T pixels(Class<T> type, Shape shape, Dataset data, int length) {
    int part = Math.max(1, PART_BYTES / data.imageShape().size());
    return Tensor.of(
        type,
        shape,
        tensor -> {
          ByteDataBuffer to = tensor.asRawTensor().data();
          for (int first = 0; first < data.count(); first += part) {
            int last = Math.min(first + part, data.count());
            ByteBuffer pixels = data.pixels(first, last);
            byte[] bytes = new byte[pixels.remaining()];
            pixels.get(bytes);
            to.offset((long) first * length).write(filledUp(bytes, last - first, length));
          }
        });
  }

  /**
   * The pixels of some images of {@code data}, shape {@code (samples, height, width, channels)}.
   */
  static TUint8 images(Dataset data, int[] samples) {
    int size = data.imageShape().size();
    byte[] bytes = new byte[Math.multiplyExact(samples.length, size)];
    data.read(samples, bytes);
    Shape shape = imageShape(data).prepend(samples.length);
    return Tensor.of(TUint8.class, shape, DataBuffers.of(bytes, true, false));
  }

  /** How many words of 8 bytes the pixels of an image take; the last one may be filled up. */
  static long words(Shape image) {
    return (image.size() + Long.BYTES - 1) / Long.BYTES;
  }

  /** The pixels of some images of {@code data} in words, shape {@code (samples, words)}. */
  static TInt64 words(Dataset data, int[] samples) {
    int words = Math.toIntExact(words(imageShape(data)));
    byte[] bytes = new byte[Math.multiplyExact(samples.length, data.imageShape().size())];
    data.read(samples, bytes);
    return Tensor.of(
        TInt64.class,
        Shape.of(samples.length, words),
        tensor ->
            tensor.asRawTensor().data().write(filledUp(bytes, samples.length, words * Long.BYTES)));
  }

  /** Images one behind the other, each filled up to {@code length} bytes. */
  private static byte[] filledUp(byte[] bytes, int count, int length) {
    int size = bytes.length / Math.max(1, count);
    if (size == length || count == 0) {
      return bytes;
    }
    byte[] filled = new byte[Math.multiplyExact(count, length)];
    for (int i = 0; i < count; i++) {
      System.arraycopy(bytes, i * size, filled, i * length, size);
    }
    return filled;
  }

  /** The classes of some images of {@code data}, shape {@code (samples)}. */
  static TInt64 labels(Dataset data, int[] samples) {
    return TInt64.vectorOf(Arrays.stream(samples).mapToLong(data::label).toArray());
  }

  /** The classes of all images of {@code data}, shape {@code (count)}. */
  static TInt64 labels(Dataset data) {
    return TInt64.vectorOf(Arrays.stream(data.labels()).asLongStream().toArray());
  }

  /** The values of a double tensor, row-major. */
  static double[] doubles(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.shape().size())];
    ((TFloat64) tensor).copyTo(DataBuffers.of(values, false, false));
    return values;
  }

  /** The values of a float tensor, row-major. */
  static float[] floats(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.shape().size())];
    ((TFloat32) tensor).copyTo(DataBuffers.of(values, false, false));
    return values;
  }
}
