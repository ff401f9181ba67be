package org.mnistcnn.engine;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * The images that the samples of a step are indices into, on one device: a whole training set that
 * lies there in two variables, its pixels as bytes. A step may be fed other images in their place.
 *
 * @param newImages feeds the training set's pixels to {@code load}
 * @param newLabels feeds the training set's classes to {@code load}
 * @param load keeps what was fed as the training set
 * @param images the pixels, in the form that {@link Tensors#images} and {@link Tensors#words} have
 * @param labels shape {@code (count)}
 * @param image shape of one image
 */
record DeviceData(
    Placeholder<? extends TType> newImages,
    Placeholder<TInt64> newLabels,
    Op load,
    Operand<? extends TType> images,
    Operand<TInt64> labels,
    Shape image) {

  /**
   * Adds the ops.
   *
   * @param name of the variables, unique among those of the graph
   * @param image shape of one image
   * @param words whether the pixels lie there in words of 8 bytes: TensorFlow has no kernel that
   *     gathers bytes on a GPU, and would copy the whole training set to the CPU in every step
   */
  static DeviceData build(Ops tf, Variables variables, String name, Shape image, boolean words) {
    Shape count = Shape.of(Shape.UNKNOWN_SIZE);
    return words
        ? build(tf, variables, name, image, TInt64.class, count.append(Tensors.words(image)))
        : build(tf, variables, name, image, TUint8.class, count.append(image));
  }

  private static <T extends TType> DeviceData build(
      Ops tf, Variables variables, String name, Shape image, Class<T> type, Shape shape) {
    Placeholder<T> newImages = tf.placeholder(type, Placeholder.shape(shape));
    Shape count = shape.take(1);
    Placeholder<TInt64> newLabels = tf.placeholder(TInt64.class, Placeholder.shape(count));
    var images = variables.declare(name + "/images", type, shape);
    var labels = variables.declare(name + "/labels", TInt64.class, count);
    return new DeviceData(
        newImages,
        newLabels,
        tf.withControlDependencies(
                tf.assignVariableOp(images, newImages), tf.assignVariableOp(labels, newLabels))
            .noOp(),
        tf.readVariableOp(images, type),
        tf.readVariableOp(labels, TInt64.class),
        image);
  }

  /**
   * Adds the ops of the pixels of some images, shape {@code (samples, height, width, channels)}.
   */
  Operand<TFloat32> pixels(Ops tf, Operand<TInt32> samples) {
    Operand<? extends TType> rows = tf.gather(images, samples, tf.constant(0));
    if (rows.type() == TUint8.class) {
      return tf.dtypes.cast(rows.asOutput().expect(TUint8.class), TFloat32.class);
    }
    int size = Math.toIntExact(image.size());
    int padded = Math.toIntExact(Tensors.words(image) * Long.BYTES);
    Operand<TFloat32> bytes =
        tf.reshape(
            tf.dtypes.cast(tf.bitcast(rows, TUint8.class), TFloat32.class),
            tf.constant(new int[] {-1, padded}));
    Operand<TFloat32> whole =
        padded == size
            ? bytes
            : tf.slice(bytes, tf.constant(new int[] {0, 0}), tf.constant(new int[] {-1, size}));
    int[] shape = new int[1 + image.numDimensions()];
    shape[0] = -1;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = Math.toIntExact(image.get(i - 1));
    }
    return tf.reshape(whole, tf.constant(shape));
  }

  /** Adds the ops of the classes of some images, shape {@code (samples)}. */
  Operand<TInt64> classes(Ops tf, Operand<TInt32> samples) {
    return tf.gather(labels, samples, tf.constant(0));
  }
}
