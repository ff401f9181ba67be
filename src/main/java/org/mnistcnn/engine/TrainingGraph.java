package org.mnistcnn.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mnistcnn.nn.Loss;
import org.mnistcnn.nn.ModelCall;
import org.mnistcnn.nn.Optimizer;
import org.mnistcnn.nn.Sequential;
import org.mnistcnn.nn.Weight;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * The part of a graph that learns. The whole training set lies in two variables on the device, its
 * pixels as bytes; a step is fed the indices of its batch and gathers the rest in the graph.
 *
 * @param images feeds the training set's pixels to {@code load}
 * @param labels feeds the training set's classes to {@code load}
 * @param load keeps what was fed as the training set
 * @param samples feeds a step the indices of its batch
 * @param number feeds a step its number: 0, 1, ...
 * @param learningRate feeds a step its step size
 * @param step one update, which also adds the batch to the sums
 * @param sums reads the sums
 * @param reset sets the sums to zero
 */
record TrainingGraph(
    Placeholder<TUint8> images,
    Placeholder<TInt32> labels,
    Op load,
    Placeholder<TInt32> samples,
    Placeholder<TInt64> number,
    Placeholder<TFloat32> learningRate,
    Op step,
    Operand<TFloat64> sums,
    Op reset) {

  private static final Shape BATCH = Shape.of(Shape.UNKNOWN_SIZE);

  static TrainingGraph build(
      Graph graph,
      Ops root,
      Sequential model,
      Loss loss,
      Optimizer optimizer,
      Variables variables,
      long seed) {
    Ops tf = root.withSubScope("training");
    Shape imagesShape = BATCH.append(model.inputShape());
    VarHandleOp residentImages = variables.declare("data/images", TUint8.class, imagesShape);
    VarHandleOp residentLabels = variables.declare("data/labels", TInt32.class, BATCH);
    VarHandleOp sums =
        variables.add(
            "measures/sums",
            TFloat64.class,
            Shape.of(MeasureOps.SUMS),
            tf.constant(new double[MeasureOps.SUMS]));
    Placeholder<TUint8> images = tf.placeholder(TUint8.class, Placeholder.shape(imagesShape));
    Placeholder<TInt32> labels = tf.placeholder(TInt32.class, Placeholder.shape(BATCH));
    Placeholder<TInt32> samples = tf.placeholder(TInt32.class, Placeholder.shape(BATCH));
    Placeholder<TInt64> number = tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
    Placeholder<TFloat32> learningRate =
        tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));

    Map<String, Operand<TFloat32>> weights = new LinkedHashMap<>();
    for (Weight weight : model.weights()) {
      weights.put(weight.name(), variables.read(tf, weight.name()));
    }
    Operand<TInt32> batchLabels = gather(tf, residentLabels, TInt32.class, samples);
    Sequential.Outputs outputs =
        model.call(
            ModelCall.training(tf, weights::get, new ModelCall.Randomness(seed, number)),
            tf.dtypes.cast(gather(tf, residentImages, TUint8.class, samples), TFloat32.class));
    MeasureOps measures = MeasureOps.of(tf, loss, batchLabels, outputs);
    Operand<TFloat32> meanLoss = tf.math.mean(measures.lossPerSample(), tf.constant(0));

    List<Op> updates = new ArrayList<>();
    updates.add(tf.assignAddVariableOp(sums, measures.sums()));
    updates.addAll(
        updates(graph, tf, variables, optimizer, weights, meanLoss, learningRate, number));
    return new TrainingGraph(
        images,
        labels,
        tf.withControlDependencies(
                tf.assignVariableOp(residentImages, images),
                tf.assignVariableOp(residentLabels, labels))
            .noOp(),
        samples,
        number,
        learningRate,
        tf.withControlDependencies(updates).noOp(),
        tf.readVariableOp(sums, TFloat64.class),
        tf.assignVariableOp(sums, tf.constant(new double[MeasureOps.SUMS])));
  }

  private static <T extends TType> Operand<T> gather(
      Ops tf, VarHandleOp resident, Class<T> type, Operand<TInt32> samples) {
    return tf.gather(tf.readVariableOp(resident, type), samples, tf.constant(0));
  }

  /** One update op a weight, each with slots of its own. */
  private static List<Op> updates(
      Graph graph,
      Ops tf,
      Variables variables,
      Optimizer optimizer,
      Map<String, Operand<TFloat32>> weights,
      Operand<TFloat32> loss,
      Operand<TFloat32> learningRate,
      Operand<TInt64> number) {
    Operand<TFloat32> step = tf.dtypes.cast(tf.math.add(number, tf.constant(1L)), TFloat32.class);
    Output<?>[] values = weights.values().stream().map(Operand::asOutput).toArray(Output<?>[]::new);
    Output<?>[] gradients =
        graph.addGradients("gradients", new Output<?>[] {loss.asOutput()}, values, null);
    List<Op> updates = new ArrayList<>();
    int index = 0;
    for (Map.Entry<String, Operand<TFloat32>> weight : weights.entrySet()) {
      Map<String, Operand<? extends TType>> slots = new LinkedHashMap<>();
      for (String slot : optimizer.slots()) {
        Shape shape = weight.getValue().shape();
        slots.put(
            slot,
            variables.add(
                weight.getKey() + "/" + slot,
                TFloat32.class,
                shape,
                tf.fill(tf.constant(shape), tf.constant(0f))));
      }
      updates.add(
          optimizer.apply(
              tf,
              new Optimizer.Update(
                  variables.handle(weight.getKey()),
                  slots,
                  gradients[index++].expect(TFloat32.class),
                  learningRate,
                  step)));
    }
    return updates;
  }
}
