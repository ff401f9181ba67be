package org.mnistcnn.engine.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mnistcnn.engine.TowerTest;
import org.mnistcnn.engine.device.Device.Choice;
import org.mnistcnn.engine.device.Device.Kind;
import org.tensorflow.proto.GPUOptions;

class DeviceTest {

  private static final List<PhysicalDevices.Gpu> GPUS =
      List.of(
          new PhysicalDevices.Gpu("GPU:0", 16L << 30, "NVIDIA A", Optional.empty(), false),
          new PhysicalDevices.Gpu("GPU:1", 8L << 30, "NVIDIA B", Optional.empty(), false));

  @Test
  void aChoiceIsReadFromTheCommandLine() {
    assertThat(Choice.of("auto")).isEqualTo(Choice.AUTO);
    assertThat(Choice.of("CPU")).isEqualTo(Choice.CPU);
    assertThat(Choice.of("gpu")).isEqualTo(Choice.GPU);
    assertThat(Choice.of("gpu:1")).isEqualTo(new Choice(List.of(Kind.GPU), List.of(1)));
    assertThat(Choice.of("GPU:0,gpu:1")).isEqualTo(new Choice(List.of(Kind.GPU), List.of(0, 1)));
    assertThat(Choice.of("cpu:0,cpu:1")).isEqualTo(new Choice(List.of(Kind.CPU), List.of(0, 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "cpu", "gpu", "gpu:1", "gpu:0,gpu:1"})
  void aChoiceIsCalledWhatItIsOnTheCommandLine(String name) {
    assertThat(Choice.of(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "tpu", "gpu:", "gpu:x", "gpu:-1", "gpu:0,", "gpu:0,gpu:0", "gpu:0,cpu:1"})
  void whatIsNoDeviceIsRefused(String name) {
    assertThatThrownBy(() -> Choice.of(name))
        .hasMessage(
            "device must be auto, cpu, gpu, a GPU such as gpu:1, or different GPUs such as"
                + " gpu:0,gpu:1, got '%s'",
            name);
  }

  @Test
  void ofSeveralGpusTheOneThatWasAskedForIsTaken() {
    assertThat(Device.gpus(GPUS, List.of()).names()).isEmpty();
    assertThat(Device.gpus(GPUS, List.of()).description()).isEqualTo("GPU:0, NVIDIA A, 16.0 GB");
    assertThat(Device.gpus(GPUS, List.of(1)).names()).containsExactly("GPU:1");
    assertThat(Device.gpus(GPUS, List.of(0, 1)).description())
        .isEqualTo("GPU:0, NVIDIA A, 16.0 GB; GPU:1, NVIDIA B, 8.0 GB");
    assertThat(Device.gpus(GPUS, List.of(0, 1)).spareBytes()).isEqualTo(4L << 30);
  }

  @Test
  void aGpuThatIsNotThereIsNamedWithThoseThatAre() {
    assertThatThrownBy(() -> Device.gpus(GPUS, List.of(0, 2)))
        .isInstanceOf(DeviceNotFoundException.class)
        .hasMessage("there is no GPU:2; TensorFlow sees [GPU:0, GPU:1]");
  }

  @Test
  void theLimitOfMemoryIsThatOfEachGpuUpToTheLastOneThatIsUsed() {
    ComputeOptions limited = ComputeOptions.DEFAULT.withGpuMemory(Optional.of(MemorySize.of("4g")));

    GPUOptions one = Device.gpus(GPUS, List.of()).with(limited).config().getGpuOptions();
    GPUOptions second = Device.gpus(GPUS, List.of(1)).with(limited).config().getGpuOptions();

    assertThat(one.getAllowGrowth()).isTrue();
    assertThat(limits(one)).containsExactly(4096f);
    assertThat(limits(second)).containsExactly(4096f, 4096f);
    assertThat(limits(Device.gpus(GPUS, List.of()).config().getGpuOptions())).isEmpty();
  }

  private static List<Float> limits(GPUOptions options) {
    return options.getExperimental().getVirtualDevicesList().stream()
        .map(device -> device.getMemoryLimitMb(0))
        .toList();
  }

  @Test
  void onlyADeterministicGpuChangesTheKernelsOfTheProcess() {
    ComputeOptions deterministic = ComputeOptions.DEFAULT.withDeterministic(true);

    assertThat(Device.choose(Choice.CPU).with(deterministic).computeOptions())
        .isEqualTo(deterministic);
    assertThat(StartFlagsTest.failureOfARandomOpWithoutASeed()).isEmpty();
    try {
      assertThat(Device.gpus(GPUS, List.of()).with(deterministic).computeOptions())
          .isEqualTo(deterministic);
      assertThat(StartFlagsTest.failureOfARandomOpWithoutASeed()).isNotEmpty();
    } finally {
      StartFlags.setDeterministicOps(false);
    }
  }

  @Test
  void aTrainingSetIsResidentWhereThereIsRoom() {
    Device gpu = Device.gpus(GPUS, List.of());

    assertThat(gpu.spareBytes()).isEqualTo(8L << 30);
    assertThat(DataPlacement.AUTO.isResident(TowerTest.data(10), 10 * 128)).isTrue();
    assertThat(DataPlacement.AUTO.isResident(TowerTest.data(10), 10 * 128 - 1)).isFalse();
    assertThat(DataPlacement.ON.isResident(TowerTest.data(10), 0)).isTrue();
    assertThat(DataPlacement.OFF.isResident(TowerTest.data(10), 1 << 20)).isFalse();
  }
}
