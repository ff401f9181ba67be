package org.mnistcnn.nn.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.common.WithBuilder;
import org.mnistcnn.nn.Constraint;
import org.mnistcnn.nn.Initializer;
import org.mnistcnn.nn.LayerCall;
import org.mnistcnn.nn.OnnxCall;
import org.mnistcnn.nn.OnnxForm;
import org.mnistcnn.nn.Regularizer;
import org.mnistcnn.nn.UnaryLayer;
import org.mnistcnn.nn.Weight;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.op.nn.FusedBatchNorm.Options;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * Brings each channel to mean 0 and variance 1 over the batch, then multiplies by {@code gamma} and
 * adds {@code beta} (Ioffe and Szegedy 2015, arXiv 1502.03167). In inference, and in training where
 * the layer is frozen, moving statistics take the place of the batch's. Weights, each of shape
 * {@code (channels)}: {@code gamma}, {@code beta}, {@code moving_mean}, {@code moving_variance}.
 *
 * @param axis the axis of the channels, with the batch as axis 0; only the last one
 * @param momentum how much of the moving statistics a step keeps, in [0, 1]
 * @param epsilon what is added to the variance
 * @param center whether {@code beta} is added
 * @param scale whether {@code gamma} multiplies
 * @param betaInitializer what {@code beta} is before training
 * @param gammaInitializer what {@code gamma} is before training
 * @param betaRegularizer what {@code beta} adds to the loss
 * @param gammaRegularizer what {@code gamma} adds to the loss
 * @param betaConstraint what {@code beta} is brought to after each update
 * @param gammaConstraint what {@code gamma} is brought to after each update
 */
@WithBuilder
public record BatchNormalization(
    int axis,
    double momentum,
    double epsilon,
    boolean center,
    boolean scale,
    Initializer betaInitializer,
    Initializer gammaInitializer,
    Regularizer betaRegularizer,
    Regularizer gammaRegularizer,
    Constraint betaConstraint,
    Constraint gammaConstraint)
    implements UnaryLayer, BatchNormalizationBuilder.With, OnnxForm {

  /** Keras's defaults. */
  public BatchNormalization() {
    this(
        -1,
        0.99,
        1e-3,
        true,
        true,
        new Initializer.Zeros(),
        new Initializer.Ones(),
        Regularizer.NONE,
        Regularizer.NONE,
        new Constraint.None(),
        new Constraint.None());
  }

  /** Keras's defaults, to be changed. */
  public static BatchNormalizationBuilder builder() {
    return new BatchNormalization().with();
  }

  public BatchNormalization {
    Check.share("momentum", momentum);
    Check.positive("epsilon", epsilon);
  }

  @Override
  public Shape outputShape(Shape input) {
    if (axis != -1 && axis != input.numDimensions()) {
      throw new SettingException(
          "axis",
          "must be the last one, -1 or %d, got %d for input shape %s"
              .formatted(input.numDimensions(), axis, input));
    }
    return input;
  }

  @Override
  public List<Weight> weights(Shape input) {
    Shape channels = Shape.of(input.get(input.numDimensions() - 1));
    List<Weight> weights = new ArrayList<>();
    if (scale) {
      weights.add(
          new Weight("gamma", channels, gammaInitializer, gammaRegularizer, gammaConstraint));
    }
    if (center) {
      weights.add(new Weight("beta", channels, betaInitializer, betaRegularizer, betaConstraint));
    }
    weights.add(Weight.statistic("moving_mean", channels, new Initializer.Zeros()));
    weights.add(Weight.statistic("moving_variance", channels, new Initializer.Ones()));
    return weights;
  }

  @Override
  public boolean mixesSamples() {
    return true;
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    Ops tf = call.tf();
    Shape shape = call.inputShape();
    if (shape.numDimensions() == 3) {
      return normalized(call, input);
    }
    // The op knows images only: here each value of the last axis is a pixel's channel.
    long channels = shape.get(shape.numDimensions() - 1);
    Operand<TFloat32> pixels =
        tf.reshape(input, tf.constant(new long[] {Shape.UNKNOWN_SIZE, 1, 1, channels}));
    return tf.reshape(
        normalized(call, pixels), tf.constant(shape.prepend(Shape.UNKNOWN_SIZE).asArray()));
  }

  @Override
  public <V> V onnx(OnnxCall<V> call) {
    return call.operator(
        "BatchNormalization",
        Map.of("epsilon", (float) epsilon),
        List.of(
            call.input(),
            scale ? call.weight("gamma") : call.filled("gamma", 1),
            center ? call.weight("beta") : call.filled("beta", 0),
            call.weight("moving_mean"),
            call.weight("moving_variance")));
  }

  private Operand<TFloat32> normalized(LayerCall call, Operand<TFloat32> image) {
    Ops tf = call.tf();
    Shape shape = call.inputShape();
    Operand<TInt64> channels = tf.constant(new long[] {shape.get(shape.numDimensions() - 1)});
    Operand<TFloat32> gamma = scale ? call.weight("gamma") : tf.fill(channels, tf.constant(1f));
    Operand<TFloat32> beta = center ? call.weight("beta") : tf.fill(channels, tf.constant(0f));
    Options accuracy = FusedBatchNorm.epsilon((float) epsilon);
    if (!call.training() || !call.trainable()) {
      return tf.nn
          .fusedBatchNorm(
              image,
              gamma,
              beta,
              call.weight("moving_mean"),
              call.weight("moving_variance"),
              accuracy,
              FusedBatchNorm.isTraining(false))
          .y();
    }
    Operand<TFloat32> none = tf.constant(new float[0]);
    FusedBatchNorm<TFloat32, TFloat32> batch =
        tf.nn.fusedBatchNorm(
            image, gamma, beta, none, none, accuracy, FusedBatchNorm.isTraining(true));
    move(call, "moving_mean", batch.batchMean());
    move(call, "moving_variance", population(tf, batch.batchVariance(), tf.size(image)));
    return batch.y();
  }

  /** Moves a statistic towards that of the batch. */
  private void move(LayerCall call, String name, Operand<TFloat32> batch) {
    Ops tf = call.tf();
    call.update(
        name,
        tf.math.add(
            tf.math.mul(call.weight(name), tf.constant((float) momentum)),
            tf.math.mul(batch, tf.constant((float) (1 - momentum)))));
  }

  /**
   * The variance of {@code n} values as Keras keeps it: the op divides by {@code n - 1}, or by 1
   * where there is one value.
   */
  private static Operand<TFloat32> population(
      Ops tf, Operand<TFloat32> variance, Operand<TInt32> values) {
    Operand<TInt32> count = tf.math.div(values, tf.size(variance));
    Operand<TInt32> divisor = tf.math.maximum(tf.math.sub(count, tf.constant(1)), tf.constant(1));
    return tf.math.mul(
        variance,
        tf.math.div(
            tf.dtypes.cast(divisor, TFloat32.class), tf.dtypes.cast(count, TFloat32.class)));
  }
}
