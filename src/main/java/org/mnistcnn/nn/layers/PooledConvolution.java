package org.mnistcnn.nn.layers;

import java.util.ArrayList;
import java.util.List;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.CustomGradient;
import org.mnistcnn.nn.LayerCall;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The way back through a max-pooling and the convolution before it, whose values nobody else takes.
 * The maximum commutes with relu and with adding a bias: so their gradients are taken of the pooled
 * values, a quarter as many, and are the same. The forward way stays convolution, bias, relu,
 * maximum; nothing else reads what is between the first three, which TensorFlow therefore computes
 * in one kernel.
 */
final class PooledConvolution {

  private PooledConvolution() {}

  /** Whether it is a convolution whose gradients can be taken so. */
  static boolean takes(LayerCall.Source source) {
    return source.layer() instanceof Conv2D convolution
        && convolution.groups() == 1
        && convolution.dilationRate().isOne()
        && (convolution.activation() == Activation.LINEAR
            || convolution.activation() == Activation.RELU);
  }

  /**
   * What takes the place of {@code pooled}.
   *
   * @param source the convolution, one that {@link #takes} accepts
   * @param convolved its output, with bias and activation
   * @param pooled the output of the pooling
   */
  static Operand<TFloat32> withGradients(
      LayerCall.Source source,
      LayerCall poolingCall,
      MaxPooling2D pooling,
      Operand<TFloat32> convolved,
      Operand<TFloat32> pooled) {
    Conv2D convolution = (Conv2D) source.layer();
    LayerCall convolutionCall = source.call();
    Operand<TFloat32> input = source.input();
    List<Operand<TFloat32>> inputs = new ArrayList<>();
    inputs.add(convolutionCall.weight("kernel"));
    if (convolution.useBias()) {
      inputs.add(convolutionCall.weight("bias"));
    }
    inputs.add(input);
    Operand<TFloat32> output = poolingCall.tf().stopGradient(pooled);
    poolingCall.customGradient(
        new CustomGradient(
            output,
            inputs,
            gradient -> {
              Ops tf = convolutionCall.tf();
              Operand<TFloat32> linear =
                  convolution.activation() == Activation.RELU
                      ? reluGradient(tf, gradient, pooled)
                      : gradient;
              Operand<TFloat32> sum = pooling.gradient(poolingCall.tf(), convolved, pooled, linear);
              Operand<TFloat32> kernel =
                  convolution.kernelGradient(tf, input, sum, convolutionCall);
              List<Operand<TFloat32>> gradients = new ArrayList<>();
              gradients.add(kernel);
              if (convolution.useBias()) {
                gradients.add(tf.nn.biasAddGrad(linear));
              }
              // The kernel's first: then the last ops of a step are small ones, and threads that
              // have each their own part of the batch end together.
              Ops after = convolutionCall.trainable() ? tf.withControlDependencies(kernel) : tf;
              gradients.add(convolution.inputGradient(after, input, sum, convolutionCall));
              return gradients;
            }));
    return output;
  }

  private static Operand<TFloat32> reluGradient(
      Ops tf, Operand<TFloat32> gradient, Operand<TFloat32> output) {
    return tf.scope()
        .opBuilder("ReluGrad", "ReluGrad")
        .addInput(gradient.asOutput())
        .addInput(output.asOutput())
        .build()
        .output(0);
  }
}
