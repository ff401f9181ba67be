package org.mnistcnn.nn;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.random.StatelessRandomGetKeyCounter;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

/**
 * The ops that draw numbers for the samples of a step: functions of seed, name and step alone. They
 * are drawn for the whole batch, so that they do not depend on how it is cut.
 */
public final class StepRandom {

  /** TensorFlow's number for Philox, which it has on every device. */
  private static final int PHILOX = 1;

  private final Ops tf;
  private final ModelCall.Randomness source;
  private final String owner;
  private final Operand<TInt32> samples;

  /**
   * The chance of one layer.
   *
   * @param owner whose chance it is, unique within the graph
   * @param samples how many samples the call sees, a vector of one
   */
  public StepRandom(Ops tf, ModelCall.Randomness source, String owner, Operand<TInt32> samples) {
    this.tf = tf;
    this.source = source;
    this.owner = owner;
    this.samples = samples;
  }

  /**
   * Uniform in [0, 1) for a layer that draws once.
   *
   * @param shape what each sample gets
   * @return shape {@code (samples, ...shape)}
   */
  Operand<TFloat32> uniform(Shape shape) {
    return drawn(shape, sizes -> tf.random.statelessRandomUniform(sizes, seed(owner)));
  }

  /** Uniform in [0, 1), shape {@code (samples, ...shape)}. */
  public Operand<TFloat32> uniform(String what, Shape shape) {
    return drawn(shape, sizes -> tf.random.statelessRandomUniform(sizes, seed(owner + "/" + what)));
  }

  /** Standard normal, shape {@code (samples, ...shape)}. */
  public Operand<TFloat32> normal(String what, Shape shape) {
    return drawn(shape, sizes -> tf.random.statelessRandomNormal(sizes, seed(owner + "/" + what)));
  }

  /**
   * With a gamma distribution of the shape parameter {@code alpha}, a scalar: {@code (samples, 1)}.
   */
  public Operand<TFloat32> gamma(String what, Operand<TFloat32> alpha) {
    StatelessRandomGetKeyCounter key =
        tf.random.statelessRandomGetKeyCounter(seed(owner + "/" + what));
    return drawn(
        Shape.of(1),
        sizes ->
            tf.random.statelessRandomGamma(
                sizes, key.key(), key.counter(), tf.constant(PHILOX), alpha));
  }

  /** Uniform in [0, 1), one for the step, a scalar. */
  public Operand<TFloat32> once(String what) {
    return tf.random.statelessRandomUniform(tf.constant(Shape.scalar()), seed(owner + "/" + what));
  }

  /** The places of the whole batch in a random order, those of the call: {@code (samples)}. */
  public Operand<TInt32> order(String what) {
    Operand<TInt32> whole = batch();
    Operand<TFloat32> keys = tf.random.statelessRandomUniform(whole, seed(owner + "/" + what));
    Operand<TInt32> order =
        tf.nn.topK(keys, tf.reshape(whole, tf.constant(new int[0])), TInt32.class).indices();
    return own(order, Shape.scalar());
  }

  private Operand<TInt64> seed(String name) {
    return tf.stack(List.of(tf.constant(DerivedSeed.derive(source.seed(), name)), source.step()));
  }

  private Operand<TFloat32> drawn(Shape shape, Function<Operand<TInt32>, Operand<TFloat32>> draw) {
    return own(draw.apply(withSamples(batch(), shape)), shape);
  }

  /** How many samples the whole batch has, a vector of one. */
  private Operand<TInt32> batch() {
    return source
        .part()
        .<Operand<TInt32>>map(part -> tf.stack(List.of(part.batch())))
        .orElse(samples);
  }

  /** The part of the whole batch's numbers that belongs to the call's samples. */
  private <T extends TNumber> Operand<T> own(Operand<T> whole, Shape shape) {
    if (source.part().isEmpty()) {
      return whole;
    }
    int[] origin = new int[shape.numDimensions()];
    return tf.slice(
        whole,
        tf.concat(
            List.of(tf.stack(List.of(source.part().get().first())), tf.constant(origin)),
            tf.constant(0)),
        withSamples(samples, shape));
  }

  private Operand<TInt32> withSamples(Operand<TInt32> count, Shape shape) {
    int[] sizes = Arrays.stream(shape.asArray()).mapToInt(Math::toIntExact).toArray();
    return tf.concat(List.of(count, tf.constant(sizes)), tf.constant(0));
  }
}
