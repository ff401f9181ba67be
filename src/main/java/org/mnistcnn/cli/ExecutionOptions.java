package org.mnistcnn.cli;

import org.mnistcnn.engine.Execution;
import org.mnistcnn.engine.Precision;
import org.mnistcnn.engine.Residency;
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
  private Residency residency = Residency.AUTO;

  Execution execution() {
    return new Execution(precision, xla, deterministic, residency);
  }
}
