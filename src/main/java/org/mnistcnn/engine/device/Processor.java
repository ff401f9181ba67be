package org.mnistcnn.engine.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The processor, as far as it decides which kernels TensorFlow takes.
 *
 * @param threads how many this process may use
 * @param model the maker's name for it; empty where the system does not tell
 * @param vectorUnits the flags of AVX, AVX-512 and AMX, as Linux spells them; empty where the
 *     system does not tell, an empty list where there are none
 */
public record Processor(int threads, Optional<String> model, Optional<List<String>> vectorUnits) {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Set<String> BFLOAT16 = Set.of("avx512_bf16", "amx_bf16");

  public static Processor ofThisMachine() {
    return of(Runtime.getRuntime().availableProcessors(), CPUINFO);
  }

  /** The first processor of a file in the format of Linux's {@code /proc/cpuinfo}. */
  static Processor of(int threads, Path cpuinfo) {
    List<String> lines;
    try {
      lines = Files.readAllLines(cpuinfo);
    } catch (IOException e) {
      // Not Linux: the rest can't be known without running native code.
      return new Processor(threads, Optional.empty(), Optional.empty());
    }
    return new Processor(
        threads,
        value(lines, "model name"),
        // ARM's key is Features; it has none of these.
        value(lines, "flags").or(() -> value(lines, "Features")).map(Processor::vectorUnits));
  }

  /** Whether it is known to compute in bfloat16. */
  public boolean hasBfloat16() {
    return vectorUnits.orElse(List.of()).stream().anyMatch(BFLOAT16::contains);
  }

  private static Optional<String> value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key) && line.indexOf(':') >= 0)
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }

  private static List<String> vectorUnits(String flags) {
    return Stream.of(flags.split("\\s+"))
        .filter(flag -> flag.startsWith("avx") || flag.startsWith("amx"))
        .sorted()
        .toList();
  }
}
