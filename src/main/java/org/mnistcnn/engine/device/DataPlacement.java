package org.mnistcnn.engine.device;

import java.util.Locale;
import org.mnistcnn.data.Dataset;

/** Where a training set lies while a model learns from it. What is learned is the same. */
public enum DataPlacement {
  /**
   * On the device if it takes no more than the device can well spare, otherwise streamed. Images
   * that stay in their files are always streamed.
   */
  AUTO,

  /** On the device, whole: a step is fed nothing but indices. */
  ON,

  /**
   * In the program's memory, or in files that are too many for it: each step is fed its batch,
   * which is prepared while others run.
   */
  OFF;

  public boolean isResident(Dataset data, long spareBytes) {
    return this == ON || (this == AUTO && data.inMemory() && data.bytes() <= spareBytes);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
