package org.mnistcnn.nn.augment;

import org.mnistcnn.common.SettingException;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The values that pixels have: 0 to 255, Keras's default {@code value_range}. */
final class PixelRange {

  /** The largest value; the smallest is 0. */
  static final float GREATEST = 255;

  private PixelRange() {}

  static void check(String setting, double value) {
    if (!(value >= 0 && value <= GREATEST)) {
      throw new SettingException(setting, "must be in [0, 255], got " + value);
    }
  }

  static Operand<TFloat32> clipped(Ops tf, Operand<TFloat32> values) {
    return tf.clipByValue(values, tf.constant(0f), tf.constant(GREATEST));
  }
}
