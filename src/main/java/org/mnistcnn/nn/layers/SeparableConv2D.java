package org.mnistcnn.nn.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.mnistcnn.common.Check;
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
 * A convolution of each channel on its own, then one of single pixels across channels, which takes
 * far fewer products than {@link Conv2D}: {@code (height, width, channels)} becomes an image of
 * {@code filters} channels. Weights: {@code depthwise_kernel} of shape {@code (kernelHeight,
 * kernelWidth, channels, depthMultiplier)}, {@code pointwise_kernel} of shape {@code (1, 1,
 * channels * depthMultiplier, filters)} and {@code bias} of shape {@code (filters)}.
 *
 * @param filters channels of the output
 * @param kernelSize height and width of the kernel
 * @param depthMultiplier channels made of each channel of the input
 * @param strides how far the kernel moves
 * @param padding what the kernel does at the border
 * @param dilationRate the distance between the pixels that the kernel takes
 * @param activation what is applied last
 * @param useBias whether a bias is added
 * @param depthwiseInitializer what the kernel of each channel is before training
 * @param pointwiseInitializer what the kernel across channels is before training
 * @param biasInitializer what the bias is before training
 * @param depthwiseRegularizer what the kernel of each channel adds to the loss
 * @param pointwiseRegularizer what the kernel across channels adds to the loss
 * @param biasRegularizer what the bias adds to the loss
 * @param depthwiseConstraint what the kernel of each channel is brought to after each update
 * @param pointwiseConstraint what the kernel across channels is brought to after each update
 * @param biasConstraint what the bias is brought to after each update
 */
@WithBuilder
public record SeparableConv2D(
    int filters,
    Size kernelSize,
    int depthMultiplier,
    Size strides,
    Padding padding,
    Size dilationRate,
    Activation activation,
    boolean useBias,
    Initializer depthwiseInitializer,
    Initializer pointwiseInitializer,
    Initializer biasInitializer,
    Regularizer depthwiseRegularizer,
    Regularizer pointwiseRegularizer,
    Regularizer biasRegularizer,
    Constraint depthwiseConstraint,
    Constraint pointwiseConstraint,
    Constraint biasConstraint)
    implements UnaryLayer, SeparableConv2DBuilder.With, OnnxForm {

  /** Keras's defaults. */
  public SeparableConv2D(int filters, Size kernelSize) {
    this(
        filters,
        kernelSize,
        1,
        Size.square(1),
        Padding.VALID,
        Size.square(1),
        Activation.LINEAR,
        true,
        new Initializer.GlorotUniform(),
        new Initializer.GlorotUniform(),
        new Initializer.Zeros(),
        Regularizer.NONE,
        Regularizer.NONE,
        Regularizer.NONE,
        new Constraint.None(),
        new Constraint.None(),
        new Constraint.None());
  }

  /** Keras's defaults, to be changed. */
  public static SeparableConv2DBuilder builder(int filters, Size kernelSize) {
    return new SeparableConv2D(filters, kernelSize).with();
  }

  /** Keras's defaults and a square kernel, to be changed. */
  public static SeparableConv2DBuilder builder(int filters, int kernelSize) {
    return builder(filters, Size.square(kernelSize));
  }

  /**
   * @throws IllegalArgumentException if a number is not positive, or the strides are not equal
   *     while there is no dilation: TensorFlow has no kernel for that
   */
  public SeparableConv2D {
    Check.positive("filters", filters);
    Check.positive("depthMultiplier", depthMultiplier);
    DepthwiseConvolution.check(strides, dilationRate);
  }

  @Override
  public Shape outputShape(Shape input) {
    return convolution().window().outputShape(input, filters);
  }

  @Override
  public List<Weight> weights(Shape input) {
    long channels = input.get(2);
    List<Weight> weights = new ArrayList<>();
    weights.add(
        new Weight(
            "depthwise_kernel",
            Shape.of(kernelSize.height(), kernelSize.width(), channels, depthMultiplier),
            depthwiseInitializer,
            depthwiseRegularizer,
            depthwiseConstraint));
    weights.add(
        new Weight(
            "pointwise_kernel",
            Shape.of(1, 1, channels * depthMultiplier, filters),
            pointwiseInitializer,
            pointwiseRegularizer,
            pointwiseConstraint));
    if (useBias) {
      weights.add(
          new Weight("bias", Shape.of(filters), biasInitializer, biasRegularizer, biasConstraint));
    }
    return weights;
  }

  @Override
  public long multiplications(Shape input) {
    long between = input.get(2) * depthMultiplier;
    return convolution().window().places(input) * between * (kernelSize.area() + filters);
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    Ops tf = call.tf();
    Operand<TFloat32> convolved =
        tf.nn.conv2d(
            convolution().apply(call, input, call.weight("depthwise_kernel")),
            call.weight("pointwise_kernel"),
            List.of(1L, 1L, 1L, 1L),
            Padding.VALID.name());
    return activation.call(tf, useBias ? tf.nn.biasAdd(convolved, call.weight("bias")) : convolved);
  }

  @Override
  public <V> V onnx(OnnxCall<V> call) {
    V channels = convolution().onnx(call, "depthwise_kernel", false);
    V kernel = call.weight("pointwise_kernel", 3, 2, 0, 1);
    return activation.onnx(call, Window.PIXEL.onnxConvolution(call, channels, kernel, 1, useBias));
  }

  @Override
  public Optional<Layer> regularized(UnaryOperator<Regularizer> change) {
    return Optional.of(
        with()
            .depthwiseRegularizer(change.apply(depthwiseRegularizer))
            .pointwiseRegularizer(change.apply(pointwiseRegularizer))
            .build());
  }

  private DepthwiseConvolution convolution() {
    return new DepthwiseConvolution(
        new Window("kernelSize", kernelSize, strides, dilationRate, padding));
  }

  @Override
  public SeparableConv2D withoutActivation() {
    return withActivation(Activation.LINEAR);
  }
}
