package org.mnistcnn.engine;

import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.UnaryLayer;

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
}
