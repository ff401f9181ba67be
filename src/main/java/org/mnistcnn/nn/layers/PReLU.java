package org.mnistcnn.nn.layers;

import java.util.List;
import org.mnistcnn.common.SettingException;
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
import org.tensorflow.types.TFloat32;

/**
 * {@code x} where it is positive, otherwise {@code alpha x} with an {@code alpha} that is learned
 * (He et al. 2015, "Delving deep into rectifiers"). Weight: {@code alpha} of the input's shape,
 * with 1 in place of each shared axis.
 *
 * @param alphaInitializer what {@code alpha} is before training
 * @param alphaRegularizer what {@code alpha} adds to the loss
 * @param alphaConstraint what {@code alpha} is brought to after each update
 * @param sharedAxes along which one {@code alpha} serves all values: axes 1 and 2 of an image for
 *     one in each channel
 */
public record PReLU(
    Initializer alphaInitializer,
    Regularizer alphaRegularizer,
    Constraint alphaConstraint,
    Axes sharedAxes)
    implements UnaryLayer, OnnxForm {

  /** Keras's defaults: zeros, one for each value of the input. */
  public PReLU() {
    this(new Initializer.Zeros(), Regularizer.NONE, new Constraint.None(), Axes.NONE);
  }

  @Override
  public Shape outputShape(Shape input) {
    if (sharedAxes.numbers().stream().anyMatch(axis -> axis > input.numDimensions())) {
      throw new SettingException(
          "sharedAxes",
          "must be at most %d, got %s for input shape %s"
              .formatted(input.numDimensions(), sharedAxes.numbers(), input));
    }
    return input;
  }

  @Override
  public List<Weight> weights(Shape input) {
    long[] sizes = input.asArray();
    sharedAxes.numbers().forEach(axis -> sizes[axis - 1] = 1);
    return List.of(
        new Weight("alpha", Shape.of(sizes), alphaInitializer, alphaRegularizer, alphaConstraint));
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    Ops tf = call.tf();
    Operand<TFloat32> negative = tf.nn.relu(tf.math.neg(input));
    return tf.math.add(tf.nn.relu(input), tf.math.mul(tf.math.neg(call.weight("alpha")), negative));
  }

  @Override
  public <V> V onnx(OnnxCall<V> call) {
    return call.operator("PRelu", call.input(), call.weightLikeInput("alpha"));
  }
}
