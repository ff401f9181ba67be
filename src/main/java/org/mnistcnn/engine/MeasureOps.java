package org.mnistcnn.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Metric;
import org.mnistcnn.nn.compile.Targets;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * What samples add to the measures: one vector of sums, so that accumulating it is one op and
 * fetching it one small tensor. Sums are double, or an epoch's rounding errors would show.
 *
 * @param losses each sample's loss, without the weights' penalty: shape {@code (batch)}
 * @param sums number of samples, sum of losses with the penalty, number of steps before the first
 *     whose loss was not finite (0 here: see {@link #withFiniteSteps}), sum of each metric: shape
 *     {@code (3 + metrics)}
 */
record MeasureOps(Operand<TFloat32> losses, Operand<TFloat64> sums) {

  private static final int COUNT = 0;
  private static final int LOSS = 1;
  private static final int FINITE_STEPS = 2;
  private static final int FIRST_METRIC = 3;

  static MeasureOps of(
      Ops tf,
      Compilation compilation,
      Targets targets,
      Operand<TFloat32> logits,
      Operand<TFloat32> penalty) {
    Operand<TFloat32> losses = compilation.loss().perSample(tf, targets, logits);
    Operand<TFloat64> count = tf.dtypes.cast(tf.size(losses), TFloat64.class);
    List<Operand<TFloat64>> sums = new ArrayList<>();
    sums.add(count);
    sums.add(
        tf.math.add(sum(tf, losses), tf.math.mul(count, tf.dtypes.cast(penalty, TFloat64.class))));
    sums.add(tf.constant(0.0));
    for (Metric metric : compilation.metrics()) {
      sums.add(sum(tf, metric.perSample(tf, targets, logits)));
    }
    return new MeasureOps(losses, tf.stack(sums));
  }

  /**
   * The sums of a step with the step counted, if all losses so far and its own are finite.
   *
   * @param step the sums over all samples of the step
   * @param before the sums over all steps before
   */
  static Operand<TFloat64> withFiniteSteps(
      Ops tf, Operand<TFloat64> step, Operand<TFloat64> before) {
    // Once a loss is not finite, the sum of losses never is again.
    Operand<TFloat64> finite =
        tf.dtypes.cast(
            tf.math.isFinite(tf.math.add(loss(tf, before), loss(tf, step))), TFloat64.class);
    int length = (int) before.shape().get(0);
    double[] counter = new double[length];
    counter[FINITE_STEPS] = 1;
    return tf.math.add(step, tf.math.mul(tf.constant(counter), finite));
  }

  private static Operand<TFloat64> sum(Ops tf, Operand<TFloat32> perSample) {
    return tf.sum(tf.dtypes.cast(perSample, TFloat64.class), tf.constant(0));
  }

  /** The length of {@link #sums}. */
  static int length(Compilation compilation) {
    return FIRST_METRIC + compilation.metrics().size();
  }

  /** The sum of losses within a vector of sums, a vector of one. */
  private static Operand<TFloat64> loss(Ops tf, Operand<TFloat64> sums) {
    return tf.slice(sums, tf.constant(new int[] {LOSS}), tf.constant(new int[] {1}));
  }

  /** The number of steps before the first whose loss was not finite. */
  static long finiteSteps(double[] sums) {
    return Math.round(sums[FINITE_STEPS]);
  }

  /** The means under Keras's names: NaN of no samples. */
  static Map<String, Double> means(Compilation compilation, double[] sums) {
    Map<String, Double> means = new LinkedHashMap<>();
    means.put("loss", sums[LOSS] / sums[COUNT]);
    for (int i = 0; i < compilation.metrics().size(); i++) {
      means.put(compilation.metrics().get(i).name(), sums[FIRST_METRIC + i] / sums[COUNT]);
    }
    return means;
  }
}
