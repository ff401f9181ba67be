package org.mnistcnn.nn;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** What training makes small. */
public sealed interface Loss {

  /**
   * Adds the ops of the loss of each sample.
   *
   * @param labels the true classes, shape {@code (batch)}
   * @param logits shape {@code (batch, classes)}
   * @return shape {@code (batch)}, in nats
   */
  Operand<TFloat32> perSample(Ops tf, Operand<TInt32> labels, Operand<TFloat32> logits);

  /**
   * {@code -ln softmax(logits)[label]}. Computed from logits, as Keras does when it finds that the
   * probabilities come from a softmax: nothing is lost where a probability underflows.
   */
  record SparseCategoricalCrossentropy() implements Loss {
    @Override
    public Operand<TFloat32> perSample(Ops tf, Operand<TInt32> labels, Operand<TFloat32> logits) {
      // Not the sparse op: TensorFlow's C++ library has no gradient for it.
      int classes = (int) logits.shape().get(1);
      Operand<TFloat32> target =
          tf.oneHot(labels, tf.constant(classes), tf.constant(1f), tf.constant(0f));
      return tf.nn.softmaxCrossEntropyWithLogits(logits, target).loss();
    }
  }
}
