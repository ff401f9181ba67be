package org.mnistcnn.engine;

import org.mnistcnn.data.Dataset;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.UnaryLayer;
import org.tensorflow.ndarray.Shape;

/** What makes a network a classifier. */
final class ClassifierRules {

  private ClassifierRules() {}

  /**
   * Checks that a network ends with a softmax over its classes: losses start from the logits in
   * front of it.
   *
   * @throws IllegalArgumentException if it does not
   */
  static void check(Model model) {
    Model.Node last = model.nodes().get(model.nodes().size() - 1);
    if (model.outputShape().numDimensions() != 1
        || !(last.layer() instanceof UnaryLayer layer)
        || layer.activation() != Activation.SOFTMAX) {
      throw new IllegalArgumentException(
          "a classifier must end with a softmax over its classes, got %s (%s) of output shape %s"
              .formatted(last.name(), last.layer().className(), model.outputShape()));
    }
  }

  /** See {@link GraphModel#requireFit}. */
  static void requireFit(Model model, Dataset data) {
    check(model);
    Shape image = Tensors.imageShape(data);
    if (!image.equals(model.inputShape())) {
      throw new IllegalArgumentException(
          "images must have the model's input shape %s, got %s"
              .formatted(model.inputShape(), image));
    }
    if (data.classNames().size() != model.outputShape().get(0)) {
      throw new IllegalArgumentException(
          "classes must be as many as the model's outputs, %d, got %d"
              .formatted(model.outputShape().get(0), data.classNames().size()));
    }
  }
}
