package org.mnistcnn.engine.device;

import java.util.Optional;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.WithBuilder;

/**
 * How a session computes, whatever the network.
 *
 * @param precision the numbers it computes in
 * @param xla whether TensorFlow's compiler XLA makes one kernel of several ops where it can
 * @param deterministic whether the same seed must give the same weights, bit for bit, on a GPU as
 *     well, where TensorFlow otherwise takes the fastest kernels; a CPU always does
 * @param tf32 whether a GPU may round the factors of float32 products to TensorFloat-32
 * @param gpuMemory the most that the process may take of a GPU's memory; empty for all that is
 *     free. Like TensorFlow's own limit it holds for the process: that of the first session counts
 * @param dataPlacement where the training set lies
 * @param threads how many of the processor's threads to use; 0 for all
 */
@WithBuilder
public record ComputeOptions(
    Precision precision,
    boolean xla,
    boolean deterministic,
    TensorFloat32 tf32,
    Optional<MemorySize> gpuMemory,
    DataPlacement dataPlacement,
    int threads)
    implements ComputeOptionsBuilder.With {

  /** float32, without XLA, the training set on the device where it is small enough. */
  public static final ComputeOptions DEFAULT =
      ComputeOptionsBuilder.empty()
          .precision(Precision.FLOAT32)
          .tf32(TensorFloat32.ON)
          .dataPlacement(DataPlacement.AUTO)
          .build();

  public ComputeOptions {
    Check.notNegative("threads", threads);
  }

  /** The default in other numbers. */
  public static ComputeOptions in(Precision precision) {
    return DEFAULT.withPrecision(precision);
  }

  public int usedThreads() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
