package org.mnistcnn.nn;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** The ops that draw numbers for the samples of a step: functions of seed, name and step alone. */
final class Chance {

  private Chance() {}

  /**
   * Uniform in [0, 1).
   *
   * @param name what the numbers are for, unique within the graph
   * @param samples how many samples the call sees, a vector of one
   * @param shape what each sample gets
   * @return shape {@code (samples, ...shape)}
   */
  static Operand<TFloat32> uniform(
      Ops tf, ModelCall.Randomness source, String name, Operand<TInt32> samples, Shape shape) {
    Operand<TInt64> seed =
        tf.stack(List.of(tf.constant(Seeds.derive(source.seed(), name)), source.step()));
    if (source.part().isEmpty()) {
      return draw(tf, seed, samples, shape);
    }
    // Drawn for the whole batch, so that chance does not depend on how it is cut.
    ModelCall.Part part = source.part().get();
    int[] origin = new int[shape.numDimensions()];
    return tf.slice(
        draw(tf, seed, tf.stack(List.of(part.batch())), shape),
        tf.concat(List.of(tf.stack(List.of(part.first())), tf.constant(origin)), tf.constant(0)),
        withSample(tf, samples, shape));
  }

  private static Operand<TFloat32> draw(
      Ops tf, Operand<TInt64> seed, Operand<TInt32> samples, Shape shape) {
    return tf.random.statelessRandomUniform(withSample(tf, samples, shape), seed);
  }

  private static Operand<TInt32> withSample(Ops tf, Operand<TInt32> samples, Shape shape) {
    int[] sizes = Arrays.stream(shape.asArray()).mapToInt(Math::toIntExact).toArray();
    return tf.concat(List.of(samples, tf.constant(sizes)), tf.constant(0));
  }
}
