package org.mnistcnn.nn.augment;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * Images read at any places, a place for each pixel: Keras's {@code map_coordinates}. Its border is
 * not quite that of TensorFlow's op for affine maps: what {@link FillMode#REFLECT} reads at -1 is
 * here the pixel at 1.
 */
final class Resampling {

  private final Ops tf;
  private final Shape image;
  private final Sampling sampling;

  Resampling(Ops tf, Shape image, Sampling sampling) {
    this.tf = tf;
    this.image = image;
    this.sampling = sampling;
  }

  /**
   * One of the pixels that a value comes from, along one axis; all of shape {@code (batch, height,
   * width)}.
   *
   * @param index within the image
   * @param inside whether there is a pixel
   * @param weight its weight
   */
  private record Neighbour(
      Operand<TInt32> index, Operand<TBool> inside, Operand<TFloat32> weight) {}

  /**
   * Adds the ops.
   *
   * @param images shape {@code (batch, height, width, channels)}
   * @param rows the places from the top, in pixels, shape {@code (batch, height, width)}
   * @param columns the places from the left
   */
  Operand<TFloat32> at(
      Operand<TFloat32> images, Operand<TFloat32> rows, Operand<TFloat32> columns) {
    Operand<TFloat32> pixels =
        tf.reshape(
            images,
            tf.constant(Shape.of(Shape.UNKNOWN_SIZE, image.get(0) * image.get(1), image.get(2))));
    Operand<TInt32> width = tf.constant(Math.toIntExact(image.get(1)));
    List<Operand<TFloat32>> values = new ArrayList<>();
    for (Neighbour row : neighbours(rows, image.get(0))) {
      for (Neighbour column : neighbours(columns, image.get(1))) {
        Operand<TFloat32> value =
            tf.gather(
                pixels,
                tf.math.add(tf.math.mul(row.index(), width), column.index()),
                tf.constant(1),
                Gather.batchDims(1L));
        if (sampling.fillMode() == FillMode.CONSTANT) {
          value =
              tf.select(
                  channels(tf.math.logicalAnd(row.inside(), column.inside())),
                  value,
                  tf.constant((float) sampling.fillValue()));
        }
        values.add(tf.math.mul(value, channels(tf.math.mul(row.weight(), column.weight()))));
      }
    }
    return values.size() == 1 ? values.get(0) : tf.math.addN(values);
  }

  private <T extends TType> Operand<T> channels(Operand<T> values) {
    return tf.expandDims(values, tf.constant(3));
  }

  private List<Neighbour> neighbours(Operand<TFloat32> places, long length) {
    int size = Math.toIntExact(length);
    if (sampling.interpolation() == Interpolation.NEAREST) {
      Operand<TInt32> nearest = tf.dtypes.cast(tf.math.rint(places), TInt32.class);
      return List.of(neighbour(nearest, size, tf.onesLike(places)));
    }
    Operand<TFloat32> lower = tf.math.floor(places);
    Operand<TFloat32> upperWeight = tf.math.sub(places, lower);
    Operand<TInt32> index = tf.dtypes.cast(lower, TInt32.class);
    return List.of(
        neighbour(index, size, tf.math.sub(tf.constant(1f), upperWeight)),
        neighbour(tf.math.add(index, tf.constant(1)), size, upperWeight));
  }

  private Neighbour neighbour(Operand<TInt32> index, int size, Operand<TFloat32> weight) {
    Operand<TBool> inside =
        tf.math.logicalAnd(
            tf.math.greaterEqual(index, tf.constant(0)), tf.math.less(index, tf.constant(size)));
    return new Neighbour(within(index, size), inside, weight);
  }

  private Operand<TInt32> within(Operand<TInt32> index, int size) {
    return switch (sampling.fillMode()) {
      case CONSTANT, NEAREST -> tf.clipByValue(index, tf.constant(0), tf.constant(size - 1));
      case WRAP -> tf.math.floorMod(index, tf.constant(size));
      case REFLECT -> {
        Operand<TInt32> period = tf.math.floorMod(tf.math.abs(index), tf.constant(2 * size));
        yield tf.math.minimum(period, tf.math.sub(tf.constant(2 * size - 1), period));
      }
    };
  }
}
