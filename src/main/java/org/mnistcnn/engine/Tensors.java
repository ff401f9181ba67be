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
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

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
    int part = Math.max(1, PART_BYTES / data.imageShape().size());
    return Tensor.of(
        TUint8.class,
        imageShape(data).prepend(data.count()),
        tensor -> {
          ByteDataBuffer to = tensor.asRawTensor().data();
          for (int first = 0; first < data.count(); first += part) {
            int last = Math.min(first + part, data.count());
            ByteBuffer pixels = data.pixels(first, last);
            byte[] bytes = new byte[pixels.remaining()];
            pixels.get(bytes);
            to.offset((long) first * data.imageShape().size()).write(bytes);
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

  /** The classes of some images of {@code data}, shape {@code (samples)}. */
  static TInt32 labels(Dataset data, int[] samples) {
    return TInt32.vectorOf(Arrays.stream(samples).map(data::label).toArray());
  }

  /** The classes of all images of {@code data}, shape {@code (count)}. */
  static TInt32 labels(Dataset data) {
    return TInt32.vectorOf(data.labels());
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
