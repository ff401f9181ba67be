package org.mnistcnn.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mnistcnn.nn.Compilation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelCall;
import org.mnistcnn.nn.Weight;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
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
 * @param newSums feeds {@code setSums}
 * @param setSums sets the sums to what is fed
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
    Placeholder<TFloat64> newSums,
    Op setSums) {

  /** The name of the variable that holds the sums. */
  static final String SUMS = "measures/sums";

  private static final Shape BATCH = Shape.of(Shape.UNKNOWN_SIZE);

  static TrainingGraph build(
      Graph graph, Ops root, Model model, Compilation compilation, Variables variables, long seed) {
    Ops tf = root.withSubScope("training");
    Shape imagesShape = BATCH.append(model.inputShape());
    VarHandleOp residentImages = variables.declare("data/images", TUint8.class, imagesShape);
    VarHandleOp residentLabels = variables.declare("data/labels", TInt32.class, BATCH);
    Operand<TFloat64> zeros = tf.constant(new double[MeasureOps.length(compilation)]);
    VarHandleOp sums = variables.add(SUMS, TFloat64.class, zeros.shape(), zeros);
    Placeholder<TFloat64> newSums =
        tf.placeholder(TFloat64.class, Placeholder.shape(zeros.shape()));
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
    Model.Outputs outputs =
        model.call(
            ModelCall.training(tf, weights::get, new ModelCall.Randomness(seed, number)),
            tf.dtypes.cast(gather(tf, residentImages, TUint8.class, samples), TFloat32.class));
    MeasureOps measures =
        MeasureOps.of(
            tf,
            compilation,
            gather(tf, residentLabels, TInt32.class, samples),
            outputs.logits(),
            model.penalty(tf, weights),
            MeasureOps.loss(tf, tf.readVariableOp(sums, TFloat64.class)));

    List<Op> updates = new ArrayList<>();
    updates.add(tf.assignAddVariableOp(sums, measures.sums()));
    outputs
        .updates()
        .forEach((name, value) -> updates.add(tf.assignVariableOp(variables.handle(name), value)));
    updates.addAll(
        new UpdateOps(graph, tf, model, compilation, variables)
            .build(weights, measures.loss(), learningRate, number));
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
        newSums,
        tf.assignVariableOp(sums, newSums));
  }

  private static <T extends TType> Operand<T> gather(
      Ops tf, VarHandleOp resident, Class<T> type, Operand<TInt32> samples) {
    return tf.gather(tf.readVariableOp(resident, type), samples, tf.constant(0));
  }
}
