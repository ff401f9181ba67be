package org.mnistcnn.engine;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * The images that the samples of a step are indices into, on one device: a whole training set that
 * lies there in two variables, its pixels as bytes. A step may be fed other images in their place.
 *
 * @param newImages feeds the training set's pixels to {@code load}
 * @param newLabels feeds the training set's classes to {@code load}
 * @param load keeps what was fed as the training set
 * @param images shape {@code (count, height, width, channels)}
 * @param labels shape {@code (count)}
 */
record DeviceData(
    Placeholder<TUint8> newImages,
    Placeholder<TInt32> newLabels,
    Op load,
    Operand<TUint8> images,
    Operand<TInt32> labels) {

  /**
   * Adds the ops.
   *
   * @param name of the variables, unique among those of the graph
   * @param image shape of one image
   */
  static DeviceData build(Ops tf, Variables variables, String name, Shape image) {
    Shape batch = Shape.of(Shape.UNKNOWN_SIZE);
    Shape shape = batch.append(image);
    Placeholder<TUint8> newImages = tf.placeholder(TUint8.class, Placeholder.shape(shape));
    Placeholder<TInt32> newLabels = tf.placeholder(TInt32.class, Placeholder.shape(batch));
    var images = variables.declare(name + "/images", TUint8.class, shape);
    var labels = variables.declare(name + "/labels", TInt32.class, batch);
    return new DeviceData(
        newImages,
        newLabels,
        tf.withControlDependencies(
                tf.assignVariableOp(images, newImages), tf.assignVariableOp(labels, newLabels))
            .noOp(),
        tf.readVariableOp(images, TUint8.class),
        tf.readVariableOp(labels, TInt32.class));
  }
}
