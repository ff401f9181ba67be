package org.mnistcnn.nn;

import org.tensorflow.ndarray.Shape;

/**
 * A weight that a layer asks for.
 *
 * @param name Keras's name: {@code kernel} within a layer, {@code conv2d_1/kernel} within a model
 * @param shape its shape
 * @param initializer what it is before training
 * @param trainable whether gradients change it; statistics, which a layer updates itself, are not
 * @param regularizer what it adds to the loss
 */
public record Weight(
    String name, Shape shape, Initializer initializer, boolean trainable, Regularizer regularizer) {

  /** A weight that is trained. */
  Weight(String name, Shape shape, Initializer initializer) {
    this(name, shape, initializer, true, Regularizer.NONE);
  }

  /** A weight that is trained, with a penalty. */
  public Weight(String name, Shape shape, Initializer initializer, Regularizer regularizer) {
    this(name, shape, initializer, true, regularizer);
  }

  /** A weight that the layer itself updates in training. */
  public static Weight statistic(String name, Shape shape, Initializer initializer) {
    return new Weight(name, shape, initializer, false, Regularizer.NONE);
  }

  /** Whether it adds to the loss; one that is not trained does not. */
  boolean hasPenalty() {
    return trainable && !regularizer.equals(Regularizer.NONE);
  }

  /** The same weight under the name it has within a model; one of a frozen layer is not trained. */
  Weight in(Model.Node node) {
    return new Weight(
        node.name() + "/" + name, shape, initializer, trainable && node.trainable(), regularizer);
  }
}
