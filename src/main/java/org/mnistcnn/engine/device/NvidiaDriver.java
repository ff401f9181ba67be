package org.mnistcnn.engine.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NVIDIA's driver for Linux, as its files tell of it. */
final class NvidiaDriver {

  /** The first line is {@code NVRM version: NVIDIA UNIX ... Kernel Module ... 555.42.06 ...}. */
  static final Path VERSION = Path.of("/proc/driver/nvidia/version");

  private static final Pattern NUMBER =
      Pattern.compile("^NVRM version:.*?\\s(\\d+(?:\\.\\d+)+)\\s", Pattern.MULTILINE);

  private NvidiaDriver() {}

  /** The version; empty where there is no such file, as under WSL and without the driver. */
  static Optional<String> version(Path file) {
    try {
      Matcher number = NUMBER.matcher(Files.readString(file));
      return number.find() ? Optional.of(number.group(1)) : Optional.empty();
    } catch (IOException e) {
      // For people only: whether there is a driver is known from its library.
      return Optional.empty();
    }
  }
}
