package org.mnistcnn.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.mnistcnn.common.Background;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelCall;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Targets;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/**
 * The part of a graph that predicts, on images that are fed.
 *
 * @param images pixels, shape {@code (batch, height, width, channels)}
 * @param labels true classes, shape {@code (batch)}; needed for the sums only
 * @param sums see {@link MeasureOps#sums}
 * @param probabilities shape {@code (batch, classes)}
 * @param batch how many images one run is fed
 * @param runs how many runs are started at once
 */
record InferenceGraph(
    Placeholder<TUint8> images,
    Placeholder<TInt64> labels,
    Operand<TFloat64> sums,
    Operand<TFloat32> probabilities,
    int batch,
    int runs) {

  /**
   * Bytes that a batch may have in the largest of the layers' outputs: enough to keep the cores
   * busy; more would only take memory.
   */
  private static final long LARGEST_BYTES = 16 << 20;

  static InferenceGraph build(
      Ops root, Model model, Compilation compilation, Variables variables, int runs) {
    Ops tf = root.withSubScope("inference");
    Shape unknown = Shape.of(Shape.UNKNOWN_SIZE);
    Placeholder<TUint8> images =
        tf.placeholder(TUint8.class, Placeholder.shape(unknown.append(model.inputShape())));
    Placeholder<TInt64> labels = tf.placeholder(TInt64.class, Placeholder.shape(unknown));
    Map<String, Operand<TFloat32>> weights = new LinkedHashMap<>();
    model
        .weights()
        .forEach(weight -> weights.put(weight.name(), variables.read(tf, weight.name())));
    Model.Outputs outputs =
        model.call(ModelCall.inference(tf, weights::get), tf.dtypes.cast(images, TFloat32.class));
    MeasureOps measures =
        MeasureOps.of(
            tf,
            compilation,
            new Targets.Classes(labels),
            outputs.logits(),
            model.penalty(tf, weights));
    return new InferenceGraph(
        images, labels, measures.sums(), outputs.probabilities(), batchSize(model), runs);
  }

  private static int batchSize(Model model) {
    long largest =
        model.nodes().stream().mapToLong(node -> node.outputShape().size()).max().orElse(1);
    return Math.toIntExact(Math.max(1, LARGEST_BYTES / Float.BYTES / largest));
  }

  /**
   * Runs the graph on all of {@code data} and adds up the sums, of which there are {@code length}.
   */
  double[] sums(GraphSession session, Dataset data, int length) {
    double[] total = new double[length];
    // In the order of the batches, whichever is done first.
    for (double[] values : each(batches(data), part -> sums(session, part))) {
      for (int i = 0; i < length; i++) {
        total[i] += values[i];
      }
    }
    return total;
  }

  private double[] sums(GraphSession session, Dataset part) {
    try (TUint8 pixels = Tensors.images(part);
        TInt64 classes = Tensors.labels(part);
        Result result =
            session.call().feed(images, pixels).feed(labels, classes).fetch(sums).run()) {
      return Tensors.doubles(result.get(0));
    }
  }

  /** Runs the graph on all of {@code data}; shape {@code (count, classes)}, row-major. */
  float[] probabilities(GraphSession session, Dataset data, int classes) {
    float[] all = new float[Math.multiplyExact(data.count(), classes)];
    int written = 0;
    for (float[] values : each(batches(data), part -> probabilities(session, part))) {
      System.arraycopy(values, 0, all, written, values.length);
      written += values.length;
    }
    return all;
  }

  private float[] probabilities(GraphSession session, Dataset part) {
    try (TUint8 pixels = Tensors.images(part);
        Result result = session.call().feed(images, pixels).fetch(probabilities).run()) {
      return Tensors.floats(result.get(0));
    }
  }

  /** What {@code work} makes of each batch, in the order of the batches. */
  private <R> List<R> each(List<Dataset> batches, Function<Dataset, R> work) {
    if (runs == 1 || batches.size() == 1) {
      return batches.stream().map(work).toList();
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(runs, batches.size()));
    try {
      List<CompletableFuture<R>> results = new ArrayList<>();
      batches.forEach(
          part -> results.add(CompletableFuture.supplyAsync(() -> work.apply(part), threads)));
      return results.stream().map(Background::join).toList();
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Dataset> batches(Dataset data) {
    List<Dataset> batches = new ArrayList<>();
    for (int first = 0; first < data.count(); first += batch) {
      batches.add(data.slice(first, Math.min(first + batch, data.count())));
    }
    return batches;
  }
}
