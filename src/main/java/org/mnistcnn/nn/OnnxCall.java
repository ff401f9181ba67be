package org.mnistcnn.nn;

import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * What a layer needs to add its operators to a graph of ONNX. Between layers, images have their
 * channels first there, {@code (batch, channels, height, width)}; so the last axis of ours is axis
 * 1, of images and vectors alike.
 *
 * @param <V> a value in the graph
 */
public interface OnnxCall<V> {

  List<V> inputs();

  default V input() {
    return inputs().get(0);
  }

  /** The shape of the first input as ours, {@code (height, width, channels)} of an image. */
  Shape inputShape();

  /**
   * Adds an operator of one output.
   *
   * @param name ONNX's, such as {@code MaxPool}
   * @param attributes each an {@code Integer}, {@code Float} or {@code int[]}
   */
  V operator(String name, Map<String, Object> attributes, List<V> inputs);

  default V operator(String name, Map<String, Object> attributes, V input) {
    return operator(name, attributes, List.of(input));
  }

  default V operator(String name, V input) {
    return operator(name, Map.of(), List.of(input));
  }

  default V operator(String name, V first, V second) {
    return operator(name, Map.of(), List.of(first, second));
  }

  /** A scalar. */
  V constant(float value);

  /** A vector with the same number for each channel. */
  V filled(String name, float value);

  V weight(String name);

  /**
   * One of the layer's weights with its axes in another order.
   *
   * @param order which axis comes first, second and so on
   * @param shape given to the values in their new order
   */
  V weight(String name, int[] order, Shape shape);

  V weight(String name, int... order);

  /** One of the layer's weights that has the input's axes, brought to their order in ONNX. */
  default V weightLikeInput(String name) {
    int[] order = new int[weightShape(name).numDimensions()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i == 0 ? order.length - 1 : i - 1;
    }
    return weight(name, order);
  }

  Shape weightShape(String name);

  /** {@code (batch, ...)} as {@code (batch, values)}. */
  default V flat(V value) {
    return operator("Flatten", value);
  }

  /**
   * The order of axes that brings a batch of ours to ONNX's: the last one comes after the batch.
   */
  static int[] toChannelsFirst(Shape shape) {
    int rank = shape.numDimensions();
    int[] order = new int[rank + 1];
    for (int i = 1; i <= rank; i++) {
      order[i] = i == 1 ? rank : i - 1;
    }
    return order;
  }

  /** The order of axes that undoes {@link #toChannelsFirst}. */
  static int[] toChannelsLast(Shape shape) {
    int rank = shape.numDimensions();
    int[] order = new int[rank + 1];
    for (int i = 1; i <= rank; i++) {
      order[i] = i == rank ? 1 : i + 1;
    }
    return order;
  }
}
