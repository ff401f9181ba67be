package org.mnistcnn.nn.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.common.WithBuilder;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Constraint;
import org.mnistcnn.nn.Initializer;
import org.mnistcnn.nn.Layer;
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
 * A matrix product: {@code (values)} becomes {@code (units)}. Weights: {@code kernel} of shape
 * {@code (values, units)} and {@code bias} of shape {@code (units)}.
 *
 * <p>Unlike Keras, an image is refused instead of being taken pixel by pixel: a missing {@link
 * Flatten} is the likelier reason.
 *
 * @param units values of the output
 * @param activation what is applied last
 * @param useBias whether a bias is added
 * @param kernelInitializer what the kernel is before training
 * @param biasInitializer what the bias is before training
 * @param kernelRegularizer what the kernel adds to the loss
 * @param biasRegularizer what the bias adds to the loss
 * @param kernelConstraint what the kernel is brought to after each update
 * @param biasConstraint what the bias is brought to after each update
 */
@WithBuilder
public record Dense(
    int units,
    Activation activation,
    boolean useBias,
    Initializer kernelInitializer,
    Initializer biasInitializer,
    Regularizer kernelRegularizer,
    Regularizer biasRegularizer,
    Constraint kernelConstraint,
    Constraint biasConstraint)
    implements UnaryLayer, DenseBuilder.With, OnnxForm {

  /** A layer with bias and Keras's other defaults. */
  public Dense(int units, Activation activation) {
    this(
        units,
        activation,
        true,
        new Initializer.GlorotUniform(),
        new Initializer.Zeros(),
        Regularizer.NONE,
        Regularizer.NONE,
        new Constraint.None(),
        new Constraint.None());
  }

  /** Keras's defaults, to be changed. */
  public static DenseBuilder builder(int units) {
    return new Dense(units, Activation.LINEAR).with();
  }

  public Dense {
    Check.positive("units", units);
  }

  @Override
  public Shape outputShape(Shape input) {
    if (input.numDimensions() != 1) {
      throw new SettingException(
          "input", "must have one dimension, got shape %s: put a Flatten before".formatted(input));
    }
    return Shape.of(units);
  }

  @Override
  public List<Weight> weights(Shape input) {
    List<Weight> weights = new ArrayList<>();
    weights.add(
        new Weight(
            "kernel",
            Shape.of(input.get(0), units),
            kernelInitializer,
            kernelRegularizer,
            kernelConstraint));
    if (useBias) {
      weights.add(
          new Weight("bias", Shape.of(units), biasInitializer, biasRegularizer, biasConstraint));
    }
    return weights;
  }

  @Override
  public long multiplications(Shape input) {
    return input.get(0) * units;
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    Ops tf = call.tf();
    Operand<TFloat32> product = tf.linalg.matMul(input, call.weight("kernel"));
    return activation.call(tf, useBias ? tf.nn.biasAdd(product, call.weight("bias")) : product);
  }

  @Override
  public <V> V onnx(OnnxCall<V> call) {
    V kernel = call.weight("kernel");
    V product =
        useBias
            ? call.operator("Gemm", Map.of(), List.of(call.input(), kernel, call.weight("bias")))
            : call.operator("MatMul", call.input(), kernel);
    return activation.onnx(call, product);
  }

  @Override
  public Optional<Layer> regularized(UnaryOperator<Regularizer> change) {
    return Optional.of(withKernelRegularizer(change.apply(kernelRegularizer)));
  }

  @Override
  public Dense withoutActivation() {
    return withActivation(Activation.LINEAR);
  }
}
