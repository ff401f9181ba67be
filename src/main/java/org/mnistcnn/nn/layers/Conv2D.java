package org.mnistcnn.nn.layers;

import java.util.ArrayList;
import java.util.List;
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
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A convolution over height and width: {@code (height, width, channels)} becomes an image of {@code
 * filters} channels. Weights: {@code kernel} of shape {@code (kernelHeight, kernelWidth, channels /
 * groups, filters)} and {@code bias} of shape {@code (filters)}.
 *
 * <p>Unlike Keras, which compiles them with XLA, convolutions in groups are made one group after
 * the other: TensorFlow's kernels for a CPU have no gradient for them.
 *
 * @param filters channels of the output
 * @param kernelSize height and width of the kernel
 * @param strides how far the kernel moves
 * @param padding what the kernel does at the border
 * @param dilationRate the distance between the pixels that the kernel takes
 * @param groups into how many groups the channels are split, each convolved on its own
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
public record Conv2D(
    int filters,
    Size kernelSize,
    Size strides,
    Padding padding,
    Size dilationRate,
    int groups,
    Activation activation,
    boolean useBias,
    Initializer kernelInitializer,
    Initializer biasInitializer,
    Regularizer kernelRegularizer,
    Regularizer biasRegularizer,
    Constraint kernelConstraint,
    Constraint biasConstraint)
    implements UnaryLayer, Conv2DBuilder.With, OnnxForm {

  /** Keras's defaults. */
  public Conv2D(int filters, Size kernelSize, Activation activation) {
    this(
        filters,
        kernelSize,
        Size.square(1),
        Padding.VALID,
        Size.square(1),
        1,
        activation,
        true,
        new Initializer.GlorotUniform(),
        new Initializer.Zeros(),
        Regularizer.NONE,
        Regularizer.NONE,
        new Constraint.None(),
        new Constraint.None());
  }

  /** Keras's defaults and a square kernel. */
  public Conv2D(int filters, int kernelSize, Activation activation) {
    this(filters, Size.square(kernelSize), activation);
  }

  /** Keras's defaults, to be changed. */
  public static Conv2DBuilder builder(int filters, Size kernelSize) {
    return new Conv2D(filters, kernelSize, Activation.LINEAR).with();
  }

  /** Keras's defaults and a square kernel, to be changed. */
  public static Conv2DBuilder builder(int filters, int kernelSize) {
    return builder(filters, Size.square(kernelSize));
  }

  /**
   * @throws IllegalArgumentException if a number is not positive, the filters can't be split into
   *     groups, or strides and dilation are both over 1
   */
  public Conv2D {
    Check.positive("filters", filters);
    Check.positive("groups", groups);
    if (filters % groups != 0) {
      throw new SettingException(
          "filters", "must be a multiple of groups, got %d and %d".formatted(filters, groups));
    }
    if (!strides.isOne() && !dilationRate.isOne()) {
      throw new IllegalArgumentException(
          "one of strides and dilationRate must be 1, got %s and %s"
              .formatted(strides, dilationRate));
    }
  }

  @Override
  public Shape outputShape(Shape input) {
    Shape output = window().outputShape(input, filters);
    if (input.get(2) % groups != 0) {
      throw new SettingException(
          "channels",
          "must be a multiple of groups, got %d groups for input shape %s"
              .formatted(groups, input));
    }
    return output;
  }

  @Override
  public List<Weight> weights(Shape input) {
    List<Weight> weights = new ArrayList<>();
    weights.add(
        new Weight(
            "kernel",
            Shape.of(kernelSize.height(), kernelSize.width(), input.get(2) / groups, filters),
            kernelInitializer,
            kernelRegularizer,
            kernelConstraint));
    if (useBias) {
      weights.add(
          new Weight("bias", Shape.of(filters), biasInitializer, biasRegularizer, biasConstraint));
    }
    return weights;
  }

  @Override
  public long multiplications(Shape input) {
    return window().places(input) * kernelSize.area() * (input.get(2) / groups) * filters;
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    Ops tf = call.tf();
    Operand<TFloat32> kernel = call.weight("kernel");
    Operand<TFloat32> convolved =
        dilationRate.isOne()
            ? convolve(tf, input, kernel, padding)
            : window()
                .dilated(
                    tf,
                    input,
                    call.inputShape(),
                    phases -> convolve(tf, phases, kernel, Padding.VALID));
    return activation.call(tf, useBias ? tf.nn.biasAdd(convolved, call.weight("bias")) : convolved);
  }

  @Override
  public <V> V onnx(OnnxCall<V> call) {
    V kernel = call.weight("kernel", 3, 2, 0, 1);
    return activation.onnx(
        call, window().onnxConvolution(call, call.input(), kernel, groups, useBias));
  }

  @Override
  public Optional<Layer> regularized(UnaryOperator<Regularizer> change) {
    return Optional.of(withKernelRegularizer(change.apply(kernelRegularizer)));
  }

  /**
   * Adds the op of the kernel's gradient, where there are no groups and no dilation.
   *
   * @param gradient with respect to what the kernel makes of {@code input}
   */
  Operand<TFloat32> kernelGradient(
      Ops tf, Operand<TFloat32> input, Operand<TFloat32> gradient, LayerCall call) {
    Operand<TInt32> shape =
        tf.constant(
            new int[] {
              kernelSize.height(), kernelSize.width(), (int) call.inputShape().get(2), filters
            });
    return tf.nn.conv2dBackpropFilter(input, shape, gradient, window().opStrides(), padding.name());
  }

  /** Adds the op of the input's gradient, as {@link #kernelGradient} that of the kernel's. */
  Operand<TFloat32> inputGradient(
      Ops tf, Operand<TFloat32> input, Operand<TFloat32> gradient, LayerCall call) {
    return tf.nn.conv2dBackpropInput(
        tf.shape(input), call.weight("kernel"), gradient, window().opStrides(), padding.name());
  }

  private Operand<TFloat32> convolve(
      Ops tf, Operand<TFloat32> input, Operand<TFloat32> kernel, Padding around) {
    List<Long> steps = window().opStrides();
    if (groups == 1) {
      return tf.nn.conv2d(input, kernel, steps, around.name());
    }
    List<Output<TFloat32>> inputs = tf.split(tf.constant(3), input, (long) groups).output();
    List<Output<TFloat32>> kernels = tf.split(tf.constant(3), kernel, (long) groups).output();
    List<Operand<TFloat32>> outputs = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      outputs.add(tf.nn.conv2d(inputs.get(group), kernels.get(group), steps, around.name()));
    }
    return tf.concat(outputs, tf.constant(3));
  }

  private Window window() {
    return new Window("kernelSize", kernelSize, strides, dilationRate, padding);
  }

  @Override
  public Conv2D withoutActivation() {
    return withActivation(Activation.LINEAR);
  }
}
