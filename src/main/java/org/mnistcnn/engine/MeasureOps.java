package org.mnistcnn.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mnistcnn.nn.Loss;
import org.mnistcnn.nn.Sequential;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * What a batch adds to the measures: one vector of sums, so that accumulating it is one op and
 * fetching it one small tensor. Sums are double, or an epoch's rounding errors would show.
 *
 * @param lossPerSample shape {@code (batch)}
 * @param sums number of samples, sum of losses, number of right answers: shape {@code (3)}
 */
record MeasureOps(Operand<TFloat32> lossPerSample, Operand<TFloat64> sums) {

  /** The length of {@link #sums}. */
  static final int SUMS = 3;

  static MeasureOps of(Ops tf, Loss loss, Operand<TInt32> labels, Sequential.Outputs outputs) {
    Operand<TFloat32> losses = loss.perSample(tf, labels, outputs.logits());
    Operand<TInt64> predicted = tf.math.argMax(outputs.logits(), tf.constant(1));
    Operand<TFloat64> right =
        tf.dtypes.cast(
            tf.math.equal(predicted, tf.dtypes.cast(labels, TInt64.class)), TFloat64.class);
    Operand<TInt32> axis = tf.constant(0);
    Operand<TFloat64> count = tf.dtypes.cast(tf.size(labels), TFloat64.class);
    Operand<TFloat64> totalLoss = tf.sum(tf.dtypes.cast(losses, TFloat64.class), axis);
    return new MeasureOps(losses, tf.stack(List.of(count, totalLoss, tf.sum(right, axis))));
  }

  /** The means under Keras's names: NaN of no samples. */
  static Map<String, Double> means(double[] sums) {
    Map<String, Double> means = new LinkedHashMap<>();
    means.put("loss", sums[1] / sums[0]);
    means.put("accuracy", sums[2] / sums[0]);
    return means;
  }
}
