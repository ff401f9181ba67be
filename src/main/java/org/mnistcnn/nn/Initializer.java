package org.mnistcnn.nn;

import org.mnistcnn.common.Check;
import org.mnistcnn.common.SettingException;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The value of a weight before training, with the distribution that Keras gives it.
 *
 * <p>Unlike Keras, an initializer has no seed of its own: what it draws follows from the run's seed
 * and the weight's name.
 */
public sealed interface Initializer {

  /**
   * Adds the ops that compute the value.
   *
   * @param tf the graph's ops
   * @param shape the shape of the weight
   * @param seed the weight's own seed
   */
  Operand<TFloat32> value(Ops tf, Shape shape, long seed);

  /** All zeros. */
  record Zeros() implements Initializer {
    @Override
    public Operand<TFloat32> value(Ops tf, Shape shape, long seed) {
      return tf.fill(tf.constant(shape), tf.constant(0f));
    }
  }

  /** All ones. */
  record Ones() implements Initializer {
    @Override
    public Operand<TFloat32> value(Ops tf, Shape shape, long seed) {
      return tf.fill(tf.constant(shape), tf.constant(1f));
    }
  }

  /**
   * Uniform in [minval, maxval).
   *
   * @param minval the smallest value
   * @param maxval above {@code minval}
   */
  record RandomUniform(double minval, double maxval) implements Initializer {

    /** Keras's defaults. */
    public RandomUniform() {
      this(-0.05, 0.05);
    }

    public RandomUniform {
      if (!(minval < maxval)) {
        throw new SettingException(
            "minval", "must be below maxval, got %s and %s".formatted(minval, maxval));
      }
    }

    @Override
    public Operand<TFloat32> value(Ops tf, Shape shape, long seed) {
      return RandomOps.uniform(tf, shape, seed, (float) minval, (float) maxval);
    }
  }

  /**
   * Normal.
   *
   * @param mean the mean
   * @param stddev the standard deviation, positive
   */
  record RandomNormal(double mean, double stddev) implements Initializer {

    /** Keras's defaults. */
    public RandomNormal() {
      this(0, 0.05);
    }

    public RandomNormal {
      Check.positive("stddev", stddev);
    }

    @Override
    public Operand<TFloat32> value(Ops tf, Shape shape, long seed) {
      Operand<TFloat32> standard =
          tf.random.statelessRandomNormal(tf.constant(shape), RandomOps.seed(tf, seed));
      return RandomOps.moved(tf, standard, (float) mean, (float) stddev);
    }
  }

  /**
   * Normal, with values farther than two deviations from the mean drawn again.
   *
   * @param mean the mean
   * @param stddev the standard deviation before values are drawn again, positive
   */
  record TruncatedNormal(double mean, double stddev) implements Initializer {

    /** Keras's defaults. */
    public TruncatedNormal() {
      this(0, 0.05);
    }

    public TruncatedNormal {
      Check.positive("stddev", stddev);
    }

    @Override
    public Operand<TFloat32> value(Ops tf, Shape shape, long seed) {
      return RandomOps.truncatedNormal(tf, shape, seed, (float) mean, (float) stddev);
    }
  }

  /**
   * Uniform with variance {@code 2 / (fanIn + fanOut)} (Glorot and Bengio 2010, "Understanding the
   * difficulty of training deep feedforward neural networks", eq. 16).
   */
  record GlorotUniform() implements Initializer {
    @Override
    public Operand<TFloat32> value(Ops tf, Shape shape, long seed) {
      return RandomOps.uniform(tf, shape, seed, Fans.of(shape).glorotVariance());
    }
  }

  /** Truncated normal with the variance of {@link GlorotUniform}. */
  record GlorotNormal() implements Initializer {
    @Override
    public Operand<TFloat32> value(Ops tf, Shape shape, long seed) {
      return RandomOps.truncatedNormal(tf, shape, seed, Fans.of(shape).glorotVariance());
    }
  }

  /**
   * Uniform with variance {@code 2 / fanIn} (He et al. 2015, "Delving deep into rectifiers", eq.
   * 10), which suits ReLUs.
   */
  record HeUniform() implements Initializer {
    @Override
    public Operand<TFloat32> value(Ops tf, Shape shape, long seed) {
      return RandomOps.uniform(tf, shape, seed, 2 / Fans.of(shape).in());
    }
  }

  /** Truncated normal with the variance of {@link HeUniform}. */
  record HeNormal() implements Initializer {
    @Override
    public Operand<TFloat32> value(Ops tf, Shape shape, long seed) {
      return RandomOps.truncatedNormal(tf, shape, seed, 2 / Fans.of(shape).in());
    }
  }

  /** Uniform with variance {@code 1 / fanIn} (LeCun et al. 1998, "Efficient backprop", 4.6). */
  record LecunUniform() implements Initializer {
    @Override
    public Operand<TFloat32> value(Ops tf, Shape shape, long seed) {
      return RandomOps.uniform(tf, shape, seed, 1 / Fans.of(shape).in());
    }
  }

  /** Truncated normal with the variance of {@link LecunUniform}, which suits {@code selu}. */
  record LecunNormal() implements Initializer {
    @Override
    public Operand<TFloat32> value(Ops tf, Shape shape, long seed) {
      return RandomOps.truncatedNormal(tf, shape, seed, 1 / Fans.of(shape).in());
    }
  }
}
