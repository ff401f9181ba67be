package org.mnistcnn.nn;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The value of a weight before training, with the distribution that Keras gives it. */
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

  /**
   * Uniform in [-limit, limit) with {@code limit = sqrt(6 / (fanIn + fanOut))} (Glorot and Bengio
   * 2010, "Understanding the difficulty of training deep feedforward neural networks", eq. 16).
   */
  record GlorotUniform() implements Initializer {
    @Override
    public Operand<TFloat32> value(Ops tf, Shape shape, long seed) {
      Fans fans = Fans.of(shape);
      float limit = (float) Math.sqrt(6.0 / (fans.in() + fans.out()));
      Operand<TFloat32> unit =
          tf.random.statelessRandomUniform(tf.constant(shape), tf.constant(new long[] {seed, 0}));
      return tf.math.sub(tf.math.mul(unit, tf.constant(2 * limit)), tf.constant(limit));
    }
  }

  /**
   * How many values feed one output of a kernel, and how many outputs one value feeds: the
   * receptive field (every dimension but the last two) times the channels.
   */
  record Fans(double in, double out) {
    static Fans of(Shape kernel) {
      int rank = kernel.numDimensions();
      double receptiveField = 1;
      for (int axis = 0; axis < rank - 2; axis++) {
        receptiveField *= kernel.get(axis);
      }
      return new Fans(receptiveField * kernel.get(rank - 2), receptiveField * kernel.get(rank - 1));
    }
  }
}
