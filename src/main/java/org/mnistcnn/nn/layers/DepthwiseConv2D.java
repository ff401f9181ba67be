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
 * A convolution of each channel on its own: {@code (height, width, channels)} becomes an image of
 * {@code channels * depthMultiplier} channels. Weights: {@code kernel} of shape {@code
 * (kernelHeight, kernelWidth, channels, depthMultiplier)} and {@code bias} of shape {@code
 * (channels * depthMultiplier)}.
 *
 * @param kernelSize height and width of the kernel
 * @param depthMultiplier channels made of each channel of the input
 * @param strides how far the kernel moves
 * @param padding what the kernel does at the border
 * @param dilationRate the distance between the pixels that the kernel takes
 * @param activation what is applied last
 * @param useBias whether a bias is added
 * @param depthwiseInitializer what the kernel is before training
 * @param biasInitializer what the bias is before training
 * @param depthwiseRegularizer what the kernel adds to the loss
 * @param biasRegularizer what the bias adds to the loss
 * @param depthwiseConstraint what the kernel is brought to after each update
 * @param biasConstraint what the bias is brought to after each update
 */
@WithBuilder
public record DepthwiseConv2D(
    Size kernelSize,
    int depthMultiplier,
    Size strides,
    Padding padding,
    Size dilationRate,
    Activation activation,
    boolean useBias,
    Initializer depthwiseInitializer,
    Initializer biasInitializer,
    Regularizer depthwiseRegularizer,
    Regularizer biasRegularizer,
    Constraint depthwiseConstraint,
    Constraint biasConstraint)
    implements UnaryLayer, DepthwiseConv2DBuilder.With, OnnxForm {

  /** Keras's defaults. */
  public DepthwiseConv2D(Size kernelSize) {
    this(
        kernelSize,
        1,
        Size.square(1),
        Padding.VALID,
        Size.square(1),
        Activation.LINEAR,
        true,
        new Initializer.GlorotUniform(),
        new Initializer.Zeros(),
        Regularizer.NONE,
        Regularizer.NONE,
        new Constraint.None(),
        new Constraint.None());
  }

  /** Keras's defaults, to be changed. */
  public static DepthwiseConv2DBuilder builder(Size kernelSize) {
    return new DepthwiseConv2D(kernelSize).with();
  }

  /** Keras's defaults and a square kernel, to be changed. */
  public static DepthwiseConv2DBuilder builder(int kernelSize) {
    return builder(Size.square(kernelSize));
  }

  /**
   * @throws IllegalArgumentException if a number is not positive, or the strides are not equal
   *     while there is no dilation: TensorFlow has no kernel for that
   */
  public DepthwiseConv2D {
    Check.positive("depthMultiplier", depthMultiplier);
    DepthwiseConvolution.check(strides, dilationRate);
  }

  @Override
  public Shape outputShape(Shape input) {
    ImageInput.require(input);
    return convolution().window().outputShape(input, input.get(2) * depthMultiplier);
  }

  @Override
  public List<Weight> weights(Shape input) {
    long channels = input.get(2);
    List<Weight> weights = new ArrayList<>();
    weights.add(
        new Weight(
            "kernel",
            Shape.of(kernelSize.height(), kernelSize.width(), channels, depthMultiplier),
            depthwiseInitializer,
            depthwiseRegularizer,
            depthwiseConstraint));
    if (useBias) {
      weights.add(
          new Weight(
              "bias",
              Shape.of(channels * depthMultiplier),
              biasInitializer,
              biasRegularizer,
              biasConstraint));
    }
    return weights;
  }

  @Override
  public long multiplications(Shape input) {
    return convolution().window().places(input)
        * kernelSize.area()
        * input.get(2)
        * depthMultiplier;
  }

  @Override
  public Operand<TFloat32> call(LayerCall call, Operand<TFloat32> input) {
    Ops tf = call.tf();
    Operand<TFloat32> convolved = convolution().apply(call, input, call.weight("kernel"));
    return activation.call(tf, useBias ? tf.nn.biasAdd(convolved, call.weight("bias")) : convolved);
  }

  @Override
  public <V> V onnx(OnnxCall<V> call) {
    return activation.onnx(call, convolution().onnx(call, "kernel", useBias));
  }

  @Override
  public Optional<Layer> regularized(UnaryOperator<Regularizer> change) {
    return Optional.of(withDepthwiseRegularizer(change.apply(depthwiseRegularizer)));
  }

  private DepthwiseConvolution convolution() {
    return new DepthwiseConvolution(
        new Window("kernelSize", kernelSize, strides, dilationRate, padding));
  }

  @Override
  public DepthwiseConv2D withoutActivation() {
    return withActivation(Activation.LINEAR);
  }
}
