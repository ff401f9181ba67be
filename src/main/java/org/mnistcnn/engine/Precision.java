package org.mnistcnn.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The numbers that a session computes in; weights and what optimizers remember stay float32. */
public enum Precision {
  /** float32 throughout. */
  FLOAT32,

  /**
   * Matrix products and convolutions in bfloat16 where TensorFlow holds that to be safe: Keras's
   * {@code mixed_bfloat16}, on CPUs that compute in it.
   */
  MIXED_BFLOAT16;

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Set<String> BFLOAT16_FLAGS = Set.of("avx512_bf16", "amx_bf16");
  private static final Pattern FLAGS = Pattern.compile("flags\\s*:\\s*(.*)");

  /** Keras's name, such as {@code mixed_bfloat16}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether this machine's CPU computes in bfloat16, as Linux tells; elsewhere it is not known. */
  static boolean cpuHasBfloat16() {
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return hasBfloat16(lines.toList());
    } catch (IOException e) {
      return false;
    }
  }

  static boolean hasBfloat16(List<String> cpuInfo) {
    return cpuInfo.stream()
        .map(FLAGS::matcher)
        .filter(matcher -> matcher.matches())
        .flatMap(matcher -> Pattern.compile("\\s+").splitAsStream(matcher.group(1)))
        .anyMatch(BFLOAT16_FLAGS::contains);
  }
}
