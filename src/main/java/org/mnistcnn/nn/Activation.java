package org.mnistcnn.nn;

import java.util.Locale;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.types.TFloat32;

/** What a layer does to its values last, one by one; softmax: over the last axis. */
public enum Activation {
  /** {@code x}. */
  LINEAR {
    @Override
    public Operand<TFloat32> call(Ops tf, Operand<TFloat32> x) {
      return x;
    }
  },
  /** {@code max(x, 0)}. */
  RELU {
    @Override
    public Operand<TFloat32> call(Ops tf, Operand<TFloat32> x) {
      return tf.nn.relu(x);
    }
  },
  /** {@code x} where it is positive, otherwise {@code 0.2 x}. */
  LEAKY_RELU {
    @Override
    public Operand<TFloat32> call(Ops tf, Operand<TFloat32> x) {
      return tf.nn.leakyRelu(x, LeakyRelu.alpha(0.2f));
    }
  },
  /** {@code x} where it is positive, otherwise {@code exp(x) - 1}. */
  ELU {
    @Override
    public Operand<TFloat32> call(Ops tf, Operand<TFloat32> x) {
      return tf.nn.elu(x);
    }
  },
  /**
   * {@code 1.0507 x} where {@code x} is positive, otherwise {@code 1.7581 (exp(x) - 1)} (Klambauer
   * et al. 2017, "Self-normalizing neural networks").
   */
  SELU {
    @Override
    public Operand<TFloat32> call(Ops tf, Operand<TFloat32> x) {
      return tf.nn.selu(x);
    }
  },
  /**
   * {@code x} times the chance that a standard normal number is smaller: {@code x / 2 (1 + erf(x /
   * sqrt(2)))} (Hendrycks and Gimpel 2016); exact, as Keras's default is.
   */
  GELU {
    @Override
    public Operand<TFloat32> call(Ops tf, Operand<TFloat32> x) {
      Operand<TFloat32> error = tf.math.erf(tf.math.div(x, tf.constant((float) Math.sqrt(2))));
      return tf.math.mul(tf.math.mul(tf.constant(0.5f), x), tf.math.add(tf.constant(1f), error));
    }
  },
  /** {@code x sigmoid(x)}, also called swish. */
  SILU {
    @Override
    public Operand<TFloat32> call(Ops tf, Operand<TFloat32> x) {
      return tf.math.mul(x, tf.math.sigmoid(x));
    }
  },
  /** {@code 1 / (1 + exp(-x))}. */
  SIGMOID {
    @Override
    public Operand<TFloat32> call(Ops tf, Operand<TFloat32> x) {
      return tf.math.sigmoid(x);
    }
  },
  /** The hyperbolic tangent. */
  TANH {
    @Override
    public Operand<TFloat32> call(Ops tf, Operand<TFloat32> x) {
      return tf.math.tanh(x);
    }
  },
  /** {@code exp(x) / sum(exp(x))} over the last axis. */
  SOFTMAX {
    @Override
    public Operand<TFloat32> call(Ops tf, Operand<TFloat32> x) {
      return tf.nn.softmax(x);
    }
  };

  /** Adds the ops; the shape stays the same. */
  public abstract Operand<TFloat32> call(Ops tf, Operand<TFloat32> x);

  /** Keras's name, such as {@code relu}. */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
