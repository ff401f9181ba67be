package org.mnistcnn.formats.savedmodel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;
import org.mnistcnn.data.ImageShape;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/**
 * Images as the tensor that a model takes: its type, its rank, and the range of its pixels.
 *
 * @param input the model's input
 * @param unitPixels whether pixels go from 0 to 1, instead of 0 to 255
 */
record PixelFeed(TensorInfo input, boolean unitPixels) {

  private static final double WHITE = 255;

  /**
   * The size of the images that an input takes; empty if it does not take images of a fixed size. A
   * flat input is a square of one channel, or one of three: no number of pixels is both.
   */
  static Optional<ImageShape> imageShape(TensorInfo input) {
    TensorShapeProto shape = input.getTensorShape();
    boolean isNumber =
        switch (input.getDtype()) {
          case DT_FLOAT, DT_DOUBLE, DT_UINT8, DT_INT32, DT_INT64 -> true;
          default -> false;
        };
    if (!isNumber || shape.getUnknownRank() || shape.getDimCount() < 2 || !isFixed(shape)) {
      return Optional.empty();
    }
    int[] sizes = shape.getDimList().stream().mapToInt(dim -> (int) dim.getSize()).toArray();
    return switch (sizes.length) {
      case 2 -> square(sizes[1]);
      case 3 -> of(sizes[1], sizes[2], 1);
      case 4 -> of(sizes[1], sizes[2], sizes[3]);
      default -> Optional.empty();
    };
  }

  private static boolean isFixed(TensorShapeProto shape) {
    return shape.getDimList().stream()
        .skip(1)
        .allMatch(dim -> dim.getSize() >= 1 && dim.getSize() <= Integer.MAX_VALUE);
  }

  private static Optional<ImageShape> square(int pixels) {
    for (int channels : new int[] {1, 3}) {
      int side = (int) Math.round(Math.sqrt(pixels / (double) channels));
      if ((long) side * side * channels == pixels) {
        return of(side, side, channels);
      }
    }
    return Optional.empty();
  }

  private static Optional<ImageShape> of(int height, int width, int channels) {
    try {
      return Optional.of(new ImageShape(height, width, channels));
    } catch (IllegalArgumentException e) {
      // More values than an image can have.
      return Optional.empty();
    }
  }

  /** Whether pixels from 0 to 1 can be fed to an input. */
  static boolean takesFractions(TensorInfo input) {
    return input.getDtype() == DataType.DT_FLOAT || input.getDtype() == DataType.DT_DOUBLE;
  }

  /** The batch that the model insists on; empty if it takes any. */
  Optional<Integer> fixedBatch() {
    long batch = input.getTensorShape().getDim(0).getSize();
    return batch < 1 || batch > Integer.MAX_VALUE ? Optional.empty() : Optional.of((int) batch);
  }

  /**
   * A batch.
   *
   * @param pixels of at most {@code batch} images; missing ones are black
   */
  Tensor tensor(ByteBuffer pixels, int batch) {
    Shape shape =
        Shape.of(
            LongStream.concat(
                    LongStream.of(batch),
                    input.getTensorShape().getDimList().stream()
                        .skip(1)
                        .mapToLong(TensorShapeProto.Dim::getSize))
                .toArray());
    int[] values = new int[Math.toIntExact(shape.size())];
    for (int i = 0; i < pixels.remaining(); i++) {
      values[i] = Byte.toUnsignedInt(pixels.get(i));
    }
    return switch (input.getDtype()) {
      case DT_FLOAT -> {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
          // As numpy divides float32 by 255.
          floats[i] = unitPixels ? values[i] / (float) WHITE : values[i];
        }
        yield TFloat32.tensorOf(shape, DataBuffers.of(floats, true, false));
      }
      case DT_DOUBLE -> {
        double scale = unitPixels ? 1 / WHITE : 1;
        double[] doubles = Arrays.stream(values).mapToDouble(value -> value * scale).toArray();
        yield TFloat64.tensorOf(shape, DataBuffers.of(doubles, true, false));
      }
      case DT_UINT8 -> {
        byte[] bytes = new byte[values.length];
        pixels.get(bytes, 0, pixels.remaining());
        yield TUint8.tensorOf(shape, DataBuffers.of(bytes, true, false));
      }
      case DT_INT32 -> TInt32.tensorOf(shape, DataBuffers.of(values, true, false));
      case DT_INT64 ->
          TInt64.tensorOf(
              shape, DataBuffers.of(Arrays.stream(values).asLongStream().toArray(), true, false));
      default -> throw new IllegalStateException("checked before: " + input.getDtype());
    };
  }
}
