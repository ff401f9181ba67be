package org.mnistcnn.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Changes of the network against learning by heart. */
public final class RegularizationOptions {

  @Option(
      names = "--l2",
      paramLabel = "F",
      description =
          "Add F times the sum of squares of every kernel to the loss: Keras's regularizers.L2.")
  @Nullable Double l2;

  @Option(
      names = "--dropout",
      paramLabel = "RATE",
      description =
          "Rate of the network's Dropout layers; where there is none, one is put in front of the"
              + " last layer with weights.")
  @Nullable Double dropout;

  @Option(
      names = "--batch-norm",
      description =
          "Put a BatchNormalization behind every Conv2D, in front of its activation; for networks"
              + " that have none.")
  boolean batchNorm;
}
