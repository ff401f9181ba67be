package org.mnistcnn.engine;

import org.mnistcnn.data.Dataset;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.UnaryLayer;
import org.mnistcnn.nn.rewrite.Ensemble;
import org.tensorflow.ndarray.Shape;

/** What makes a network a classifier. */
public final class ClassifierCheck {

  private ClassifierCheck() {}

  /**
   * Checks that a network can be run as a classifier: its output are probabilities of classes.
   *
   * @throws IllegalArgumentException if they are not
   */
  static void checkOutput(Model model) {
    if (!isEnsemble(model)) {
      check(model);
    }
  }

  private static boolean isEnsemble(Model model) {
    return model.outputShape().numDimensions() == 1
        && Ensemble.isOne(model)
        && Ensemble.givesProbabilities(model);
  }

  /**
   * Checks that a network can be trained as a classifier, and so ends with a softmax over its
   * classes: losses start from the logits in front of it.
   *
   * @throws IllegalArgumentException if it does not
   */
  static void check(Model model) {
    Model.Node last = model.nodes().get(model.nodes().size() - 1);
    if (isEnsemble(model)) {
      throw new IllegalArgumentException(
          "an ensemble is not trained as one, got one that ends with %s (%s): train its members"
              .formatted(last.name(), last.layer().className()));
    }
    if (model.outputShape().numDimensions() != 1
        || !(last.layer() instanceof UnaryLayer layer)
        || layer.activation() != Activation.SOFTMAX) {
      throw new IllegalArgumentException(
          "a classifier must end with a softmax over its classes, got %s (%s) of output shape %s"
              .formatted(last.name(), last.layer().className(), model.outputShape()));
    }
  }

  /**
   * Checks that a network can be trained on images: that it takes their size and tells as many
   * classes apart.
   *
   * @throws IllegalArgumentException if it does not
   */
  public static void requireFit(Model model, Dataset data) {
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
