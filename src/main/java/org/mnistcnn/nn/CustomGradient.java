package org.mnistcnn.nn;

import java.util.List;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * A part of a training graph with gradients of its own. Those that TensorFlow derives end at its
 * output.
 *
 * @param output what the part computes
 * @param inputs what it is computed from
 * @param gradients adds the ops of the loss's gradients with respect to the inputs, in their order,
 *     given that with respect to the output
 */
public record CustomGradient(
    Operand<TFloat32> output,
    List<Operand<TFloat32>> inputs,
    Function<Operand<TFloat32>, List<Operand<TFloat32>>> gradients) {

  public CustomGradient {
    inputs = List.copyOf(inputs);
  }
}
