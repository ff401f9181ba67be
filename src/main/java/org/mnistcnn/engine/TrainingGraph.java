package org.mnistcnn.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.nn.augment.Augmentations;
import org.mnistcnn.nn.compile.Compilation;
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
import org.tensorflow.types.family.TType;

/**
 * The part of a graph that learns. A step is fed the indices of its batch and gathers the rest in
 * the graph.
 *
 * @param data where the images of a step come from, on each device
 * @param samples feeds a step the indices of its batch
 * @param number feeds a step its number: 0, 1, ...
 * @param learningRate feeds a step its learning rate
 * @param step one update, which also adds the batch to the sums
 * @param sums reads the sums
 * @param newSums feeds {@code setSums}
 * @param setSums sets the sums to what is fed
 */
record TrainingGraph(
    List<DeviceData> data,
    Placeholder<TInt32> samples,
    Placeholder<TInt64> number,
    Placeholder<TFloat32> learningRate,
    Op step,
    Operand<TFloat64> sums,
    Placeholder<TFloat64> newSums,
    Op setSums) {

  static final String SUMS = "measures/sums";

  static TrainingGraph build(
      Graph graph,
      Ops root,
      Model model,
      Compilation compilation,
      Augmentations augmentations,
      Variables variables,
      long seed,
      Parallelism parallelism,
      Optional<LossScale> lossScale) {
    Ops tf = root.withSubScope("training");
    Operand<TFloat64> zeros = tf.constant(new double[MeasureOps.length(compilation)]);
    VarHandleOp sums = variables.add(SUMS, TFloat64.class, zeros.shape(), zeros);
    Placeholder<TFloat64> newSums =
        tf.placeholder(TFloat64.class, Placeholder.shape(zeros.shape()));
    Placeholder<TInt32> samples =
        tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)));
    Placeholder<TInt64> number = tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
    Placeholder<TFloat32> learningRate =
        tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    Map<String, Operand<TFloat32>> weights = new LinkedHashMap<>();
    for (Weight weight : model.weights()) {
      weights.put(weight.name(), variables.read(tf, weight.name()));
    }
    Tower.Common common =
        new Tower.Common(
            graph,
            model,
            compilation,
            seed,
            weights,
            samples,
            number,
            tf.size(samples),
            lossScale.map(LossScale::scale),
            parallelism.towers());
    List<DeviceData> data = new ArrayList<>();
    List<Augmentations.Part> batch = new ArrayList<>();
    for (int index = 0; index < parallelism.towers(); index++) {
      Ops own = root.withSubScope(Tower.scope(index));
      if (index == 0 || !parallelism.devices().isEmpty()) {
        data.add(
            DeviceData.build(
                own, variables, Tower.data(index), model.inputShape(), parallelism.words()));
      }
      batch.add(Tower.samples(common, index, own, data.get(data.size() - 1)));
    }
    List<Augmentations.Examples> examples =
        augmentations.call(batch, model.inputShape(), Math.toIntExact(model.outputShape().get(0)));
    List<Tower> towers =
        IntStream.range(0, batch.size())
            .mapToObj(index -> Tower.build(common, index, batch.get(index), examples.get(index)))
            .toList();
    Operand<TFloat64> before = tf.readVariableOp(sums, TFloat64.class);
    List<Op> updates = new ArrayList<>();
    updates.add(
        tf.assignAddVariableOp(
            sums,
            MeasureOps.withFiniteSteps(
                tf, sum(tf, towers.stream().map(Tower::sums).toList()), before)));
    statistics(tf, towers)
        .forEach((name, value) -> updates.add(tf.assignVariableOp(variables.handle(name), value)));
    List<Operand<TFloat32>> gradients = gradients(tf, towers);
    Operand<TInt64> update = number;
    if (lossScale.isPresent()) {
      LossScale.Gated gated = lossScale.get().gate(gradients);
      gradients = gated.gradients();
      updates.addAll(gated.updates());
      update = lossScale.get().number();
    }
    updates.addAll(
        new UpdateOps(tf, model, compilation, variables).build(gradients, learningRate, update));
    return new TrainingGraph(
        data,
        samples,
        number,
        learningRate,
        tf.withControlDependencies(updates).noOp(),
        before,
        newSums,
        tf.assignVariableOp(sums, newSums));
  }

  /** The names of the placeholders of what a step is fed, but for images. */
  Set<String> fed() {
    return Set.of(samples.op().name(), number.op().name(), learningRate.op().name());
  }

  private static List<Operand<TFloat32>> gradients(Ops tf, List<Tower> towers) {
    return IntStream.range(0, towers.get(0).gradients().size())
        .mapToObj(i -> sum(tf, towers.stream().map(tower -> tower.gradients().get(i)).toList()))
        .toList();
  }

  /** Each part moves the statistics on its own; what counts is the mean, as in Keras. */
  private static Map<String, Operand<TFloat32>> statistics(Ops tf, List<Tower> towers) {
    Map<String, Operand<TFloat32>> means = new LinkedHashMap<>();
    for (String name : towers.get(0).statistics().keySet()) {
      List<Operand<TFloat32>> values = new ArrayList<>();
      towers.forEach(tower -> values.add(tower.statistics().get(name)));
      means.put(
          name,
          towers.size() == 1
              ? values.get(0)
              : tf.math.div(sum(tf, values), tf.constant((float) towers.size())));
    }
    return means;
  }

  private static <T extends TType> Operand<T> sum(Ops tf, List<Operand<T>> parts) {
    return parts.size() == 1 ? parts.get(0) : tf.math.addN(parts);
  }
}
