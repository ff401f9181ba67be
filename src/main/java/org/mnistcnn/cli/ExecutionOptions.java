package org.mnistcnn.cli;

import org.jspecify.annotations.Nullable;
import org.mnistcnn.common.Check;
import org.mnistcnn.engine.device.ComputeOptions;
import org.mnistcnn.engine.device.DataPlacement;
import org.mnistcnn.engine.device.Precision;
import picocli.CommandLine.Option;

/** How the device computes. */
final class ExecutionOptions {

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "float32",
      description =
          "float32; mixed_bfloat16 on CPUs that compute in it, or mixed_float16 on GPUs, which are"
              + " faster (default: ${DEFAULT-VALUE}).")
  private Precision precision = Precision.FLOAT32;

  @Option(names = "--xla", description = "Let TensorFlow's compiler XLA fuse ops where it can.")
  private boolean xla;

  @Option(
      names = "--deterministic",
      description =
          "The same seed gives the same weights on a GPU, too, at some cost; a CPU always does"
              + " so.")
  private boolean deterministic;

  @Option(
      names = "--resident",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description =
          "Keep the training set on the device: on, off (batches are streamed to it), or auto, as"
              + " its memory allows (default: ${DEFAULT-VALUE}).")
  private DataPlacement dataPlacement = DataPlacement.AUTO;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Use N of the processor's threads (default: all). Another number adds floats in another"
              + " order: the weights differ in their last digits.")
  private @Nullable Integer threads;

  /**
   * How to compute.
   *
   * @throws IllegalArgumentException if the number of threads is out of range
   */
  ComputeOptions execution() {
    if (threads != null) {
      Check.positive("threads", threads);
    }
    return new ComputeOptions(
        precision, xla, deterministic, dataPlacement, threads == null ? 0 : threads);
  }
}
