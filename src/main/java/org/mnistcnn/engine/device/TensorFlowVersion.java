package org.mnistcnn.engine.device;

import org.tensorflow.TensorFlow;

/** The version of the TensorFlow that runs the networks. */
public final class TensorFlowVersion {

  private TensorFlowVersion() {}

  /** The version of the native library, such as {@code 2.18.0}. */
  public static String current() {
    return TensorFlow.version();
  }
}
