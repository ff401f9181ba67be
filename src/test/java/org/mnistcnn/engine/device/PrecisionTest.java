package org.mnistcnn.engine.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.RewriterConfig;

final class PrecisionTest {

  @Test
  void aCpuThatComputesInBfloat16SaysSoAmongItsFlags() {
    assertThat(processor("avx", "avx512_bf16").hasBfloat16()).isTrue();
    assertThat(processor("amx_bf16").hasBfloat16()).isTrue();
    assertThat(processor("avx", "avx512f").hasBfloat16()).isFalse();
    assertThat(new Processor(2, Optional.empty(), Optional.empty()).hasBfloat16()).isFalse();
  }

  private static Processor processor(String... vectorUnits) {
    return new Processor(2, Optional.empty(), Optional.of(List.of(vectorUnits)));
  }

  private static Device gpu() {
    return new Device(Device.Kind.GPU, List.of(), "GPU:0", 1 << 30, ComputeOptions.DEFAULT);
  }

  @Test
  void bfloat16IsForCpus() {
    assertThatThrownBy(() -> gpu().with(ComputeOptions.in(Precision.MIXED_BFLOAT16)))
        .isInstanceOf(DeviceNotFoundException.class)
        .hasMessage("mixed_bfloat16 is for CPUs; on a GPU take precision mixed_float16 or float32");
  }

  @Test
  void float16IsForGpus() {
    Device cpu = Device.choose(Device.Choice.CPU);

    assertThatThrownBy(() -> cpu.with(ComputeOptions.in(Precision.MIXED_FLOAT16)))
        .isInstanceOf(DeviceNotFoundException.class)
        .hasMessage("mixed_float16 is for GPUs; on a CPU take precision mixed_bfloat16 or float32");
    assertThat(gpu().with(ComputeOptions.in(Precision.MIXED_FLOAT16)).config())
        .satisfies(
            config ->
                assertThat(config.getGraphOptions().getRewriteOptions().getAutoMixedPrecision())
                    .isEqualTo(RewriterConfig.Toggle.ON));
  }

  @Test
  void aSessionInFloat32IsNotRewritten() {
    Device cpu = Device.choose(Device.Choice.CPU);

    assertThat(cpu.config().getGraphOptions().getRewriteOptions())
        .isEqualTo(RewriterConfig.getDefaultInstance());
  }
}
