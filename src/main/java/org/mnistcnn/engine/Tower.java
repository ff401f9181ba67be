package org.mnistcnn.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mnistcnn.nn.CustomGradient;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelCall;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.nn.augment.Augmentations;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Targets;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * The way of one part of a batch through the network and back, in a scope of its own. The parts of
 * a batch share nothing but the weights and are alike in all but their samples, so that they can be
 * computed at the same time.
 *
 * @param sums what the part adds to the measures, see {@link MeasureOps}
 * @param statistics the new values of statistics by the weight's name
 * @param gradients of each trained weight, in the model's order: of the part's share of the batch's
 *     loss, so that those of all parts add up to the batch's
 */
record Tower(
    Operand<TFloat64> sums,
    Map<String, Operand<TFloat32>> statistics,
    List<Operand<TFloat32>> gradients) {

  /** The scope of a tower's ops, that of its gradients, or the beginning of its data's name. */
  private static final Pattern OWN = Pattern.compile("(?:tower|data)_(\\d+)(?:_gradients)?[/.].*");

  static String scope(int index) {
    return "tower_" + index;
  }

  static String data(int index) {
    return "data_" + index;
  }

  /** The tower that an op belongs to; empty for one that all have in common. */
  static OptionalInt of(String operation) {
    Matcher matcher = OWN.matcher(operation);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /**
   * What all towers of a graph have in common.
   *
   * @param weights the weights' values by name
   * @param samples the indices of the whole batch
   * @param number of the step: 0, 1, ...
   * @param lossScale what the loss is multiplied by before gradients are taken
   * @param batch number of samples in the whole batch
   * @param count how many towers there are
   */
  record Common(
      Graph graph,
      Model model,
      Compilation compilation,
      long seed,
      Map<String, Operand<TFloat32>> weights,
      Operand<TInt32> samples,
      Operand<TInt64> number,
      Operand<TInt32> batch,
      Optional<Operand<TFloat32>> lossScale,
      int count) {}

  /**
   * Adds the ops that fetch what the tower {@code index}, which counts from 0, learns from.
   *
   * @param tf in the scope of the tower
   */
  static Augmentations.Part samples(Common common, int index, Ops tf, DeviceData data) {
    Part part = part(common, tf, index);
    Operand<TInt32> samples =
        common.count() == 1
            ? common.samples()
            : tf.slice(
                common.samples(),
                tf.stack(List.of(part.first())),
                tf.stack(List.of(tf.math.maximum(part.size(), tf.constant(1)))));
    return new Augmentations.Part(
        tf,
        randomness(common, part),
        new Augmentations.Examples(
            data.pixels(tf, samples), new Targets.Classes(data.classes(tf, samples))),
        part.size());
  }

  /**
   * Adds the ops of the tower {@code index}.
   *
   * @param samples see {@link #samples}
   * @param examples what became of them
   */
  static Tower build(
      Common common, int index, Augmentations.Part samples, Augmentations.Examples examples) {
    Ops tf = samples.tf();
    Map<String, Operand<TFloat32>> weights = common.weights();
    Model.Outputs outputs =
        common
            .model()
            .call(ModelCall.training(tf, weights::get, samples.randomness()), examples.images());
    Operand<TFloat32> penalty = common.model().penalty(tf, weights);
    MeasureOps measures =
        MeasureOps.of(tf, common.compilation(), examples.targets(), outputs.logits(), penalty);
    Operand<TInt32> any = tf.math.minimum(samples.size(), tf.constant(1));
    Operand<TFloat32> counts = tf.dtypes.cast(any, TFloat32.class);
    Operand<TFloat32> scale = common.lossScale().orElseGet(() -> tf.constant(1f));
    // Of the mean loss of the batch: what each sample's loss counts in it.
    Operand<TFloat32> share =
        tf.math.mul(tf.math.div(scale, tf.dtypes.cast(common.batch(), TFloat32.class)), counts);
    Map<Operand<TFloat32>, Operand<TFloat32>> losses = new LinkedHashMap<>();
    losses.put(measures.losses(), tf.broadcastTo(share, tf.shape(measures.losses())));
    if (index == 0) {
      losses.put(penalty, scale); // It is the batch's, not a part's.
    }
    return new Tower(
        tf.math.mul(measures.sums(), tf.dtypes.cast(any, TFloat64.class)),
        outputs.updates(),
        gradients(common, index, tf, losses, outputs.customGradients()));
  }

  /**
   * Which samples of a batch are a tower's. In a batch that is smaller than the number of towers
   * some have none: such a tower takes one that does not count, since TensorFlow's kernels for a
   * CPU fail on batches of none.
   *
   * @param first the place of the first one
   * @param size how many there are
   */
  private record Part(Operand<TInt32> first, Operand<TInt32> size) {}

  private static Part part(Common common, Ops tf, int index) {
    Operand<TInt32> first = border(common, tf, index);
    Operand<TInt32> size = tf.math.sub(border(common, tf, index + 1), first);
    return new Part(first, size);
  }

  /** The place of the first sample of the tower {@code index}. */
  private static Operand<TInt32> border(Common common, Ops tf, int index) {
    return tf.math.div(
        tf.math.mul(common.batch(), tf.constant(index)), tf.constant(common.count()));
  }

  private static ModelCall.Randomness randomness(Common common, Part part) {
    return new ModelCall.Randomness(
        common.seed(),
        common.number(),
        common.count() == 1
            ? Optional.empty()
            : Optional.of(new ModelCall.Part(part.first(), common.batch())));
  }

  private static List<Operand<TFloat32>> gradients(
      Common common,
      int index,
      Ops tf,
      Map<Operand<TFloat32>, Operand<TFloat32>> losses,
      List<CustomGradient> customGradients) {
    List<Operand<TFloat32>> trained = new ArrayList<>();
    for (Weight weight : common.model().weights()) {
      if (weight.trainable()) {
        trained.add(Objects.requireNonNull(common.weights().get(weight.name())));
      }
    }
    return new Gradients(common.graph(), tf, scope(index) + "_gradients", trained, customGradients)
        .of(losses);
  }
}
