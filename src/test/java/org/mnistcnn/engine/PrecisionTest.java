package org.mnistcnn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.RewriterConfig;

final class PrecisionTest {

  @Test
  void aCpuThatComputesInBfloat16SaysSoAmongItsFlags() {
    assertThat(
            Precision.hasBfloat16(List.of("model\t: 143", "flags\t\t: fpu avx512_bf16 amx_tile")))
        .isTrue();
    assertThat(Precision.hasBfloat16(List.of("flags\t\t: fpu amx_bf16"))).isTrue();
    assertThat(Precision.hasBfloat16(List.of("flags\t\t: fpu avx512f not_avx512_bf16x"))).isFalse();
    assertThat(Precision.hasBfloat16(List.of("model name\t: flags : amx_bf16"))).isFalse();
    assertThat(Precision.hasBfloat16(List.of())).isFalse();
  }

  @Test
  void onAGpuItIsRefused() {
    Device gpu = new Device(Device.Kind.GPU, "GPU:0");

    assertThatThrownBy(() -> gpu.with(Precision.MIXED_BFLOAT16))
        .isInstanceOf(DeviceNotFoundException.class)
        .hasMessage("mixed_bfloat16 is for CPUs; on a GPU take --precision float32");
    assertThat(gpu.with(Precision.FLOAT32)).isEqualTo(gpu);
  }

  @Test
  void aSessionInFloat32IsNotRewritten() {
    Device cpu = Device.choose(Device.Choice.CPU);

    assertThat(cpu.config().getGraphOptions().getRewriteOptions())
        .isEqualTo(RewriterConfig.getDefaultInstance());
  }
}
