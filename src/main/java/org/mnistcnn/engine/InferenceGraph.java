package org.mnistcnn.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.nn.Compilation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelCall;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * The part of a graph that predicts, on images that are fed.
 *
 * @param images pixels, shape {@code (batch, height, width, channels)}
 * @param labels true classes, shape {@code (batch)}; needed for the sums only
 * @param sums see {@link MeasureOps#sums}
 * @param probabilities shape {@code (batch, classes)}
 * @param runs how many runs are started at once
 */
record InferenceGraph(
    Placeholder<TUint8> images,
    Placeholder<TInt32> labels,
    Operand<TFloat64> sums,
    Operand<TFloat32> probabilities,
    int runs) {

  /** Bytes of images fed to one run: large enough to keep the cores busy. */
  private static final int BATCH_BYTES = 1 << 20;

  static InferenceGraph build(
      Ops root, Model model, Compilation compilation, Variables variables, int runs) {
    Ops tf = root.withSubScope("inference");
    Shape batch = Shape.of(Shape.UNKNOWN_SIZE);
    Placeholder<TUint8> images =
        tf.placeholder(TUint8.class, Placeholder.shape(batch.append(model.inputShape())));
    Placeholder<TInt32> labels = tf.placeholder(TInt32.class, Placeholder.shape(batch));
    Map<String, Operand<TFloat32>> weights = new LinkedHashMap<>();
    model
        .weights()
        .forEach(weight -> weights.put(weight.name(), variables.read(tf, weight.name())));
    Model.Outputs outputs =
        model.call(ModelCall.inference(tf, weights::get), tf.dtypes.cast(images, TFloat32.class));
    MeasureOps measures =
        MeasureOps.of(tf, compilation, labels, outputs.logits(), model.penalty(tf, weights));
    return new InferenceGraph(images, labels, measures.sums(), outputs.probabilities(), runs);
  }

  /**
   * Runs the graph on all of {@code data} and adds up the sums, of which there are {@code length}.
   */
  double[] sums(GraphSession session, Dataset data, int length) {
    double[] total = new double[length];
    // In the order of the batches, whichever is done first.
    for (double[] values : each(batches(data), batch -> sums(session, batch))) {
      for (int i = 0; i < length; i++) {
        total[i] += values[i];
      }
    }
    return total;
  }

  private double[] sums(GraphSession session, Dataset batch) {
    try (TUint8 pixels = Tensors.images(batch);
        TInt32 classes = Tensors.labels(batch);
        Result result =
            session.call().feed(images, pixels).feed(labels, classes).fetch(sums).run()) {
      return Tensors.doubles(result.get(0));
    }
  }

  /** Runs the graph on all of {@code data}; shape {@code (count, classes)}, row-major. */
  float[] probabilities(GraphSession session, Dataset data, int classes) {
    float[] all = new float[Math.multiplyExact(data.count(), classes)];
    int written = 0;
    for (float[] values : each(batches(data), batch -> probabilities(session, batch))) {
      System.arraycopy(values, 0, all, written, values.length);
      written += values.length;
    }
    return all;
  }

  private float[] probabilities(GraphSession session, Dataset batch) {
    try (TUint8 pixels = Tensors.images(batch);
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
          batch -> results.add(CompletableFuture.supplyAsync(() -> work.apply(batch), threads)));
      return results.stream().map(CompletableFuture::join).toList();
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Dataset> batches(Dataset data) {
    int size = Math.max(1, BATCH_BYTES / data.imageShape().size());
    List<Dataset> batches = new ArrayList<>();
    for (int first = 0; first < data.count(); first += size) {
      batches.add(data.slice(first, Math.min(first + size, data.count())));
    }
    return batches;
  }
}
