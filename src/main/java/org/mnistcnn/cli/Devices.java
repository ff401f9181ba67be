package org.mnistcnn.cli;

import org.mnistcnn.common.SettingException;
import org.mnistcnn.engine.device.Device;

/** Devices for commands that run a model on one of them. */
final class Devices {

  private Devices() {}

  /**
   * The device.
   *
   * @throws SettingException if certain ones are asked for
   */
  static Device one(Device.Choice choice) {
    if (!choice.indices().isEmpty()) {
      throw SettingException.of(
          "{device} must be auto, cpu or gpu here, got %s; CUDA_VISIBLE_DEVICES=1 lets the program"
              + " see the second GPU only",
          choice);
    }
    return Device.choose(choice);
  }
}
