package org.mnistcnn.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.nn.Loss;
import org.mnistcnn.nn.Optimizer;
import org.mnistcnn.nn.Sequential;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.train.Learner;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/**
 * A network in a TensorFlow session: its weights, its optimizer's state and the graphs that train
 * and run it. Owns native memory until {@link #close}. Not for use by several threads at once.
 *
 * <p>The same model, settings, data and calls give the same weights, bit for bit, on the same
 * machine's CPU.
 */
public final class GraphModel implements Learner, AutoCloseable {

  /** Bytes of images fed to one inference run: large enough to keep the cores busy. */
  private static final int INFERENCE_BYTES = 1 << 20;

  private final Sequential model;
  private final Optimizer optimizer;
  private final Graph graph;
  private final Session session;
  private final Variables variables;
  private final TrainingGraph training;
  private final InferenceGraph inference;
  private final Map<String, Operand<TFloat32>> weightReads = new LinkedHashMap<>();
  private long steps;

  /**
   * Builds the graphs and gives every weight its first value: Keras's {@code compile}.
   *
   * @param seed what the first weights and all chance in training are functions of
   */
  public GraphModel(Sequential model, Loss loss, Optimizer optimizer, long seed, Device device) {
    this.model = model;
    this.optimizer = optimizer;
    this.graph = new Graph();
    Ops tf = Ops.create(graph);
    this.variables = new Variables(tf);
    for (Weight weight : model.weights()) {
      variables.add(
          weight.name(), TFloat32.class, weight.shape(), Sequential.initialValue(tf, weight, seed));
      weightReads.put(weight.name(), variables.read(tf, weight.name()));
    }
    this.inference = InferenceGraph.build(tf, model, loss, variables);
    this.training = TrainingGraph.build(graph, tf, model, loss, optimizer, variables, seed);
    Op initialize = variables.initialize();
    this.session = new Session(graph, device.config());
    session.runner().addTarget(initialize).run().close();
  }

  /** The network. */
  public Sequential model() {
    return model;
  }

  @Override
  public void trainOn(Dataset data) {
    requireFit(data);
    try (TUint8 images = Tensors.images(data);
        TInt32 labels = Tensors.labels(data)) {
      session
          .runner()
          .feed(training.images(), images)
          .feed(training.labels(), labels)
          .addTarget(training.load())
          .run()
          .close();
    }
  }

  @Override
  public void step(int[] samples) {
    try (TInt32 batch = TInt32.vectorOf(samples);
        TInt64 number = TInt64.scalarOf(steps);
        TFloat32 learningRate = TFloat32.scalarOf((float) optimizer.learningRate())) {
      session
          .runner()
          .feed(training.samples(), batch)
          .feed(training.number(), number)
          .feed(training.learningRate(), learningRate)
          .addTarget(training.step())
          .run()
          .close();
    }
    steps++;
  }

  @Override
  public Map<String, Double> measures() {
    try (Result result = session.runner().fetch(training.sums()).run()) {
      return MeasureOps.means(Tensors.doubles(result.get(0)));
    }
  }

  @Override
  public void resetMeasures() {
    session.runner().addTarget(training.reset()).run().close();
  }

  @Override
  public Map<String, Double> evaluate(Dataset data) {
    requireFit(data);
    double[] total = new double[MeasureOps.SUMS];
    for (Dataset batch : inferenceBatches(data)) {
      try (TUint8 images = Tensors.images(batch);
          TInt32 labels = Tensors.labels(batch);
          Result result =
              session
                  .runner()
                  .feed(inference.images(), images)
                  .feed(inference.labels(), labels)
                  .fetch(inference.sums())
                  .run()) {
        double[] sums = Tensors.doubles(result.get(0));
        for (int i = 0; i < total.length; i++) {
          total[i] += sums[i];
        }
      }
    }
    return MeasureOps.means(total);
  }

  @Override
  public Predictions predict(Dataset data) {
    requireFit(data);
    int classes = (int) model.outputShape().get(0);
    float[] probabilities = new float[Math.multiplyExact(data.count(), classes)];
    int written = 0;
    for (Dataset batch : inferenceBatches(data)) {
      try (TUint8 images = Tensors.images(batch);
          Result result =
              session
                  .runner()
                  .feed(inference.images(), images)
                  .fetch(inference.probabilities())
                  .run()) {
        float[] values = Tensors.floats(result.get(0));
        System.arraycopy(values, 0, probabilities, written, values.length);
        written += values.length;
      }
    }
    return new Predictions(data.classNames(), data.labels(), probabilities);
  }

  /** The weights' values by name, row-major, in the model's order: copies. */
  public Map<String, float[]> weights() {
    Map<String, float[]> weights = new LinkedHashMap<>();
    weightReads.forEach(
        (name, read) -> {
          try (Result result = session.runner().fetch(read).run()) {
            weights.put(name, Tensors.floats(result.get(0)));
          }
        });
    return weights;
  }

  /** Frees the session and the graphs. */
  @Override
  public void close() {
    session.close();
    graph.close();
  }

  private void requireFit(Dataset data) {
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

  private static List<Dataset> inferenceBatches(Dataset data) {
    int size = Math.max(1, INFERENCE_BYTES / data.imageShape().size());
    List<Dataset> batches = new ArrayList<>();
    for (int first = 0; first < data.count(); first += size) {
      batches.add(data.slice(first, Math.min(first + size, data.count())));
    }
    return batches;
  }
}
