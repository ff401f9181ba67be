package org.mnistcnn.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NvidiaSmiTest {

  private static final String OUTPUT =
      """
      GPU-1a, NVIDIA H200, 9.0, Disabled
      GPU-2b, NVIDIA A100-SXM4-40GB, 8.0, Enabled
      GPU-3c, NVIDIA GeForce RTX 5090, 12.0, [N/A]
      Failed to initialize NVML: Driver/library version mismatch
      """;

  private static final List<NvidiaSmi.Gpu> GPUS = NvidiaSmi.parse(OUTPUT);

  @Test
  void readsNameComputeCapabilityAndWhetherItIsCutIntoInstances() {
    assertThat(GPUS)
        .containsExactly(
            new NvidiaSmi.Gpu("GPU-1a", "NVIDIA H200", new ComputeCapability(9, 0), false),
            new NvidiaSmi.Gpu("GPU-2b", "NVIDIA A100-SXM4-40GB", new ComputeCapability(8, 0), true),
            new NvidiaSmi.Gpu(
                "GPU-3c", "NVIDIA GeForce RTX 5090", new ComputeCapability(12, 0), false));
    assertThat(NvidiaSmi.parse("nonsense, of, four, fields")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "unset",
      value = {
        "unset | GPU-1a GPU-2b GPU-3c",
        "'' | ''",
        "1 | GPU-2b",
        "2,0 | GPU-3c GPU-1a",
        "GPU-3c | GPU-3c",
        "1,7,0 | GPU-2b",
        "-1 | ''"
      })
  void cudaVisibleDevicesHidesAndOrders(String names, String expected) {
    assertThat(
            String.join(
                " ", NvidiaSmi.visible(GPUS, names).stream().map(NvidiaSmi.Gpu::uuid).toList()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "5.2, false",
    "6.0, true",
    "7.5, true",
    "8.6, true",
    "9.0, true",
    "10.0, false",
    "12.0, false"
  })
  void gpusForWhichTensorFlowHasNoCodeAreKnown(String capability, boolean supported) {
    assertThat(ComputeCapability.parse(capability).map(ComputeCapability::isSupported))
        .contains(supported);
  }

  @Test
  void suchAGpuIsRefusedInOneLineWithTheWayOut() {
    PhysicalDevices.Gpu gpu =
        new PhysicalDevices.Gpu(
            "GPU:0",
            32L << 30,
            "NVIDIA GeForce RTX 5090",
            Optional.of(new ComputeCapability(12, 0)),
            false);

    assertThat(gpu.obstacle())
        .contains(
            "GPU:0, NVIDIA GeForce RTX 5090, has compute capability 12.0, and TensorFlow 2.18's"
                + " natives have code for 6.0 to 9.x; take another GPU (CUDA_VISIBLE_DEVICES) or the"
                + " CPU");
    assertThat(gpu.described()).isEqualTo("NVIDIA GeForce RTX 5090 (compute capability 12.0)");
  }

  @Test
  void aGpuOfWhichNothingIsKnownIsTried() {
    PhysicalDevices.Gpu gpu =
        new PhysicalDevices.Gpu("GPU:0", 8L << 30, "GPU", Optional.empty(), false);

    assertThat(gpu.obstacle()).isEmpty();
    assertThat(gpu.description()).isEqualTo("GPU:0, GPU, 8.0 GB");
  }
}
