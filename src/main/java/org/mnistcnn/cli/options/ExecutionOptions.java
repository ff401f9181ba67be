package org.mnistcnn.cli.options;

import org.jspecify.annotations.Nullable;
import org.mnistcnn.engine.device.DataPlacement;
import org.mnistcnn.engine.device.Precision;
import picocli.CommandLine.Option;

/** How the device computes. */
public final class ExecutionOptions {

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "float32",
      description =
          "float32; mixed_bfloat16 on CPUs that compute in it, or mixed_float16 on GPUs, which are"
              + " faster (default: ${DEFAULT-VALUE}).")
  Precision precision = Precision.FLOAT32;

  @Option(names = "--xla", description = "Let TensorFlow's compiler XLA fuse ops where it can.")
  boolean xla;

  @Option(
      names = "--deterministic",
      description =
          "The same seed gives the same weights on a GPU as well, at some cost; a CPU always does"
              + " so.")
  boolean deterministic;

  @Option(
      names = "--resident",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description =
          "Keep the training set on the device: on, off (batches are streamed to it), or auto, as"
              + " its memory allows (default: ${DEFAULT-VALUE}).")
  DataPlacement residency = DataPlacement.AUTO;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Use N of the processor's threads (default: all). Another number adds floats in another"
              + " order: the weights differ in their last digits.")
  @Nullable Integer threads;
}
