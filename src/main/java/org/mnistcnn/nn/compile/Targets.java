package org.mnistcnn.nn.compile;

import org.mnistcnn.nn.RandomOps;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TIntegral;

/** What a model ought to say of the samples of a batch. */
public sealed interface Targets {

  /**
   * Adds the ops of each class's share, shape {@code (batch, classes)}.
   *
   * @param smoothing the part of the whole that is spread over all classes evenly
   */
  Operand<TFloat32> shares(Ops tf, int classes, double smoothing);

  /** Adds the ops of the class with the greatest share, the first of several: {@code (batch)}. */
  Operand<TInt64> classes(Ops tf);

  /**
   * One class for each sample.
   *
   * @param labels shape {@code (batch)}
   */
  record Classes(Operand<? extends TIntegral> labels) implements Targets {
    @Override
    public Operand<TFloat32> shares(Ops tf, int classes, double smoothing) {
      double others = smoothing / classes;
      return tf.oneHot(
          labels,
          tf.constant(classes),
          tf.constant((float) (1 - smoothing + others)),
          tf.constant((float) others));
    }

    @Override
    public Operand<TInt64> classes(Ops tf) {
      return tf.dtypes.cast(labels, TInt64.class);
    }
  }

  /**
   * Shares of classes, such as those of mixed samples.
   *
   * @param values shape {@code (batch, classes)}, each sample's adding up to 1
   */
  record Shares(Operand<TFloat32> values) implements Targets {
    @Override
    public Operand<TFloat32> shares(Ops tf, int classes, double smoothing) {
      return smoothing == 0
          ? values
          : RandomOps.moved(tf, values, (float) (smoothing / classes), (float) (1 - smoothing));
    }

    @Override
    public Operand<TInt64> classes(Ops tf) {
      return tf.math.argMax(values, tf.constant(1), TInt64.class);
    }
  }
}
