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
 * @param constraint what it is brought to after each update
 */
public record Weight(
    String name,
    Shape shape,
    Initializer initializer,
    boolean trainable,
    Regularizer regularizer,
    Constraint constraint) {

  /**
   * @throws IllegalArgumentException if it has an axis that the weight does not have
   */
  public Weight {
    constraint.requireFit(name, shape);
  }

  Weight(String name, Shape shape, Initializer initializer) {
    this(name, shape, initializer, Regularizer.NONE, new Constraint.None());
  }

  public Weight(
      String name,
      Shape shape,
      Initializer initializer,
      Regularizer regularizer,
      Constraint constraint) {
    this(name, shape, initializer, true, regularizer, constraint);
  }

  /** A weight that the layer itself updates in training. */
  public static Weight statistic(String name, Shape shape, Initializer initializer) {
    return new Weight(name, shape, initializer, false, Regularizer.NONE, new Constraint.None());
  }

  /** Whether it adds to the loss; one that is not trained does not. */
  boolean hasPenalty() {
    return trainable && !regularizer.equals(Regularizer.NONE);
  }

  /** The same weight under the name it has within a model; one of a frozen layer is not trained. */
  Weight in(Model.Node node) {
    return new Weight(
        node.name() + "/" + name,
        shape,
        initializer,
        trainable && node.trainable(),
        regularizer,
        constraint);
  }
}
