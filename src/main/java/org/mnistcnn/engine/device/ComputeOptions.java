package org.mnistcnn.engine.device;

import org.mnistcnn.common.SettingException;

/**
 * How a session computes, whatever the network.
 *
 * @param precision the numbers it computes in
 * @param xla whether TensorFlow's compiler XLA makes one kernel of several ops where it can
 * @param deterministic whether the same seed must give the same weights, bit for bit, on a GPU as
 *     well, where TensorFlow otherwise takes the fastest kernels; a CPU always does
 * @param dataPlacement where the training set lies
 * @param threads how many of the processor's threads to use; 0 for all
 */
public record ComputeOptions(
    Precision precision,
    boolean xla,
    boolean deterministic,
    DataPlacement dataPlacement,
    int threads) {

  /**
   * Checks the number of threads.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ComputeOptions {
    if (threads < 0) {
      throw new SettingException("threads", "must be at least 0, got " + threads);
    }
  }

  /** The same on all threads. */
  public ComputeOptions(
      Precision precision, boolean xla, boolean deterministic, DataPlacement dataPlacement) {
    this(precision, xla, deterministic, dataPlacement, 0);
  }

  /** float32, without XLA, the training set on the device where it is small enough. */
  public static final ComputeOptions DEFAULT =
      new ComputeOptions(Precision.FLOAT32, false, false, DataPlacement.AUTO);

  /** The default in other numbers. */
  public static ComputeOptions in(Precision precision) {
    return new ComputeOptions(precision, false, false, DataPlacement.AUTO);
  }

  /** On how many threads. */
  public int usedThreads() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
