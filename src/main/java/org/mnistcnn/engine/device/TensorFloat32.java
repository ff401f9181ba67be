package org.mnistcnn.engine.device;

import java.util.Locale;

/**
 * Whether GPUs from compute capability 8.0 on multiply float32 numbers in NVIDIA's TensorFloat-32:
 * factors rounded to 10 bits of mantissa, sums in float32, several times as fast. TensorFlow and
 * Keras do so unless told otherwise.
 */
public enum TensorFloat32 {
  ON,
  OFF;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
