package org.mnistcnn.nn;

import org.tensorflow.ndarray.Shape;

/**
 * A weight that a layer asks for.
 *
 * @param name Keras's name: {@code kernel} within a layer, {@code conv2d_1/kernel} within a model
 * @param shape its shape
 * @param initializer what it is before training
 */
public record Weight(String name, Shape shape, Initializer initializer) {

  /** The same weight under the name it has within a model. */
  Weight of(String layerName) {
    return new Weight(layerName + "/" + name, shape, initializer);
  }
}
