package org.mnistcnn.cli;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.rewrite.Regularization;
import picocli.CommandLine.Option;

/** Changes of the network against learning by heart. */
final class RegularizationOptions {

  @Option(
      names = "--l2",
      paramLabel = "F",
      description =
          "Add F times the sum of squares of every kernel to the loss: Keras's regularizers.L2.")
  private @Nullable Double l2;

  @Option(
      names = "--dropout",
      paramLabel = "RATE",
      description =
          "Rate of the network's Dropout layers; where there is none, one is put in front of the"
              + " last layer with weights.")
  private @Nullable Double dropout;

  @Option(
      names = "--batch-norm",
      description =
          "Put a BatchNormalization behind every Conv2D, in front of its activation; for networks"
              + " that have none.")
  private boolean batchNorm;

  /**
   * The network with these changes.
   *
   * @throws IllegalArgumentException if a value is out of range, or the network has no place for it
   */
  Model of(Model model) {
    return new Regularization(optional(l2), optional(dropout), batchNorm).of(model);
  }

  boolean batchNorm() {
    return batchNorm;
  }

  private static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
