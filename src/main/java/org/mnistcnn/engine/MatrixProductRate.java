package org.mnistcnn.engine;

import org.mnistcnn.engine.device.Precision;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * How fast TensorFlow multiplies large matrices on the CPU with all threads: what a network that is
 * nothing but products could reach at best.
 */
public final class MatrixProductRate {

  private static final int SIZE = 2048;
  private static final int RUNS = 20;

  private MatrixProductRate() {}

  /**
   * The fastest of 20 products of 2048 x 2048 matrices.
   *
   * @param precision the numbers of the matrices
   * @return floating-point operations per second
   */
  public static double measure(Precision precision) {
    return precision == Precision.MIXED_BFLOAT16
        ? measure(TBfloat16.class)
        : measure(TFloat32.class);
  }

  private static <T extends TNumber> double measure(Class<T> type) {
    Graph graph = new Graph();
    Ops tf = Ops.create(graph);
    var handle = tf.varHandleOp(type, Shape.of(SIZE, SIZE));
    Operand<TFloat32> random =
        tf.random.statelessRandomUniform(
            tf.constant(new int[] {SIZE, SIZE}), tf.constant(new long[] {1, 2}));
    Op fill = tf.assignVariableOp(handle, tf.dtypes.cast(random, type));
    Operand<T> matrix = tf.readVariableOp(handle, type);
    // Only a value that is fetched is sure to be computed; one number of it costs nothing.
    Operand<T> corner =
        tf.slice(
            tf.linalg.matMul(matrix, matrix),
            tf.constant(new int[] {0, 0}),
            tf.constant(new int[] {1, 1}));
    try (GraphSession session = new GraphSession(graph, ConfigProto.getDefaultInstance())) {
      session.call().target(fill).execute();
      session.call().fetch(corner).execute();
      long fastest = Long.MAX_VALUE;
      for (int run = 0; run < RUNS; run++) {
        long start = System.nanoTime();
        session.call().fetch(corner).execute();
        fastest = Math.min(fastest, System.nanoTime() - start);
      }
      return 2.0 * SIZE * SIZE * SIZE / fastest * 1e9;
    }
  }
}
