package org.mnistcnn.nn.compile;

import org.tensorflow.ndarray.Shape;

/**
 * Something that an optimizer remembers for a weight.
 *
 * @param name Keras's name for it
 * @param scalar whether it is one number, instead of one per value of the weight
 * @param initial every value of it before training
 */
public record Slot(String name, boolean scalar, float initial) {

  /** Zeros in the shape of the weight. */
  Slot(String name) {
    this(name, false, 0);
  }

  public Shape shape(Shape weight) {
    return scalar ? Shape.scalar() : weight;
  }
}
