package org.mnistcnn.engine;

import java.util.Map;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A network with its weights in a TensorFlow session that predicts and does not learn: no
 * gradients, no optimizer. Owns native memory until {@link #close}.
 */
public final class InferenceModel implements AutoCloseable {

  /** How the network learned says nothing about what it predicts; the graph's sums want to know. */
  private static final Compilation ANY = new Compilation(new Optimizer.SGD(1));

  private final Model model;
  private final GraphSession session;
  private final InferenceGraph inference;

  /**
   * Builds the graph and sets the weights.
   *
   * @param weights the value of every weight by name, row-major
   * @throws IllegalArgumentException if the network ends neither with a softmax over its classes
   *     nor as an ensemble does, or a weight is missing or of another size
   */
  public InferenceModel(Model model, Map<String, float[]> weights, Device device) {
    ClassifierCheck.checkOutput(model);
    for (Weight weight : model.weights()) {
      if (!weights.containsKey(weight.name())) {
        throw new IllegalArgumentException(
            "weight %s is missing; there are %s".formatted(weight.name(), weights.keySet()));
      }
    }
    this.model = model;
    Parallelism parallelism = Parallelism.of(model, device, device.computeOptions().usedThreads());
    Graph graph = new Graph();
    Variables variables;
    try {
      Ops tf = Ops.create(graph);
      variables = new Variables(tf);
      for (Weight weight : model.weights()) {
        variables.add(
            weight.name(),
            TFloat32.class,
            weight.shape(),
            tf.fill(tf.constant(weight.shape()), tf.constant(0f)));
      }
      this.inference = InferenceGraph.build(tf, model, ANY, variables, parallelism.runs());
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
    this.session = new GraphSession(graph, parallelism.config(device));
    try {
      variables.assign(session, weights);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /**
   * The probability of every class for every image, shape {@code (images, classes)}, row-major.
   *
   * @throws IllegalArgumentException if the images are not of the model's size
   */
  public float[] probabilities(Dataset images) {
    if (!Tensors.imageShape(images).equals(model.inputShape())) {
      throw new IllegalArgumentException(
          "images must have the model's input shape %s, got %s"
              .formatted(model.inputShape(), Tensors.imageShape(images)));
    }
    return inference.probabilities(session, images, Math.toIntExact(model.outputShape().get(0)));
  }

  @Override
  public void close() {
    session.close();
  }
}
