package org.mnistcnn.engine;

/**
 * How a session computes, whatever the network.
 *
 * @param precision the numbers it computes in
 * @param xla whether TensorFlow's compiler XLA makes one kernel of several ops where it can
 * @param deterministic whether the same seed must give the same weights, bit for bit, on a GPU as
 *     well, where TensorFlow otherwise takes the fastest kernels; a CPU always does
 * @param residency where the training set lies
 */
public record Execution(
    Precision precision, boolean xla, boolean deterministic, Residency residency) {

  /** float32, without XLA, the training set on the device where it is small enough. */
  public static final Execution DEFAULT =
      new Execution(Precision.FLOAT32, false, false, Residency.AUTO);

  /** The default in other numbers. */
  public static Execution in(Precision precision) {
    return new Execution(precision, false, false, Residency.AUTO);
  }
}
