package org.mnistcnn.cli.options;

import org.mnistcnn.engine.device.Device;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --device}. */
public final class DeviceChoiceConverter implements ITypeConverter<Device.Choice> {
  @Override
  public Device.Choice convert(String value) {
    try {
      return Device.Choice.of(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
