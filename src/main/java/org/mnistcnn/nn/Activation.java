package org.mnistcnn.nn;

import java.util.Locale;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What a layer does to its values last, one by one; softmax: over the last axis. */
public enum Activation {
  /** {@code x}. */
  LINEAR {
    @Override
    Operand<TFloat32> call(Ops tf, Operand<TFloat32> x) {
      return x;
    }
  },
  /** {@code max(x, 0)}. */
  RELU {
    @Override
    Operand<TFloat32> call(Ops tf, Operand<TFloat32> x) {
      return tf.nn.relu(x);
    }
  },
  /** {@code exp(x) / sum(exp(x))} over the last axis. */
  SOFTMAX {
    @Override
    Operand<TFloat32> call(Ops tf, Operand<TFloat32> x) {
      return tf.nn.softmax(x);
    }
  };

  /** Adds the ops; the shape stays the same. */
  abstract Operand<TFloat32> call(Ops tf, Operand<TFloat32> x);

  /** Keras's name, such as {@code relu}. */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
