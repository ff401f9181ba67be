package org.mnistcnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What {@code ci/gpu-kit} does to NVIDIA's libraries; the kit itself needs gigabytes of them. */
final class GpuKitTest {

  @Test
  void codeForOtherGpusIsLeftOutAndNothingElse() throws IOException, InterruptedException {
    assertThat(Python.run("src/test/python/gpu_kit_fatbin.py")).contains("Ran 4 tests", "OK");
  }
}
