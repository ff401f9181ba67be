package org.mnistcnn.engine.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What NVIDIA's program {@code nvidia-smi}, which comes with the driver, tells of the GPUs.
 * TensorFlow knows it too, but gives it out in its log only.
 */
final class NvidiaSmi {

  private static final List<String> QUERY =
      List.of(
          "nvidia-smi",
          "--query-gpu=uuid,name,compute_cap,mig.mode.current",
          "--format=csv,noheader");

  private static final long TIMEOUT_SECONDS = 10;

  private NvidiaSmi() {}

  /**
   * A GPU.
   *
   * @param uuid such as {@code GPU-8932f937-...}
   * @param name such as {@code NVIDIA H100 80GB HBM3}
   * @param capability its compute capability
   * @param mig whether it is cut into instances (MIG)
   */
  record Gpu(String uuid, String name, ComputeCapability capability, boolean mig) {}

  /**
   * The GPUs that this process may see, in the order of their places on the bus, which is
   * TensorFlow's where CUDA_DEVICE_ORDER=PCI_BUS_ID; empty where the program is missing or fails.
   */
  static List<Gpu> gpus() {
    return ask()
        .map(output -> visible(parse(output), System.getenv("CUDA_VISIBLE_DEVICES")))
        .orElse(List.of());
  }

  private static Optional<String> ask() {
    try {
      Process process =
          new ProcessBuilder(QUERY).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try {
        process.getOutputStream().close();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
          return Optional.empty();
        }
        return Optional.of(
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return Optional.empty(); // What is not known is not said.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /**
   * Lines such as {@code GPU-1234, NVIDIA A100-SXM4-40GB, 8.0, Enabled}; others are passed over.
   */
  static List<Gpu> parse(String output) {
    List<Gpu> gpus = new ArrayList<>();
    for (String line : output.lines().toList()) {
      String[] fields = line.split(",", -1);
      if (fields.length == 4) {
        Optional<ComputeCapability> capability = ComputeCapability.parse(fields[2].strip());
        capability.ifPresent(
            value ->
                gpus.add(
                    new Gpu(
                        fields[0].strip(),
                        fields[1].strip(),
                        value,
                        fields[3].strip().equals("Enabled"))));
      }
    }
    return List.copyOf(gpus);
  }

  /**
   * Those that CUDA_VISIBLE_DEVICES leaves, in its order: numbers, or beginnings of UUIDs; the
   * first that names none ends the list.
   */
  static List<Gpu> visible(List<Gpu> gpus, @Nullable String names) {
    if (names == null) {
      return gpus;
    }
    List<Gpu> visible = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      Optional<Gpu> gpu = named(gpus, name.strip());
      if (gpu.isEmpty()) {
        break;
      }
      visible.add(gpu.get());
    }
    return List.copyOf(visible);
  }

  private static Optional<Gpu> named(List<Gpu> gpus, String name) {
    if (name.matches("[0-9]{1,3}")) {
      int index = Integer.parseInt(name);
      return index < gpus.size() ? Optional.of(gpus.get(index)) : Optional.empty();
    }
    return gpus.stream().filter(gpu -> !name.isEmpty() && gpu.uuid().startsWith(name)).findFirst();
  }
}
