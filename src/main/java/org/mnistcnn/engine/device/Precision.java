package org.mnistcnn.engine.device;

import java.util.Locale;

/** The numbers that a session computes in; weights and what optimizers remember stay float32. */
public enum Precision {
  FLOAT32,

  /**
   * Matrix products and convolutions in bfloat16 where TensorFlow holds that to be safe: Keras's
   * {@code mixed_bfloat16}, on CPUs that compute in it.
   */
  MIXED_BFLOAT16,

  /**
   * The same in float16, with the loss scaled so that small gradients do not vanish: Keras's {@code
   * mixed_float16} with its {@code LossScaleOptimizer}, on GPUs.
   */
  MIXED_FLOAT16;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
