package org.mnistcnn.nn;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** What is measured beside the loss: a number for each sample, of which the mean is shown. */
public sealed interface Metric {

  /** The key in logs and histories, Keras's where it has one. */
  String name();

  /**
   * Adds the ops.
   *
   * @param labels the true classes, shape {@code (batch)}
   * @param logits shape {@code (batch, classes)}
   * @return shape {@code (batch)}: 1 for right, 0 for wrong
   */
  Operand<TFloat32> perSample(Ops tf, Operand<TInt32> labels, Operand<TFloat32> logits);

  /** Whether the class with the greatest logit is the true one. */
  record Accuracy() implements Metric {
    @Override
    public String name() {
      return "accuracy";
    }

    @Override
    public Operand<TFloat32> perSample(Ops tf, Operand<TInt32> labels, Operand<TFloat32> logits) {
      Operand<TInt32> predicted = tf.math.argMax(logits, tf.constant(1), TInt32.class);
      return tf.dtypes.cast(tf.math.equal(predicted, labels), TFloat32.class);
    }
  }

  /**
   * Whether the true class is among the {@code k} with the greatest logits.
   *
   * @param k at least 1; Keras's default is 5
   */
  record TopKAccuracy(int k) implements Metric {
    /**
     * Checks the setting.
     *
     * @throws IllegalArgumentException if k is not positive
     */
    public TopKAccuracy {
      Rules.positive("k", k);
    }

    @Override
    public String name() {
      return "top_%d_accuracy".formatted(k);
    }

    @Override
    public Operand<TFloat32> perSample(Ops tf, Operand<TInt32> labels, Operand<TFloat32> logits) {
      Operand<TBool> among = tf.nn.inTopK(logits, labels, tf.constant(k));
      return tf.dtypes.cast(among, TFloat32.class);
    }
  }
}
