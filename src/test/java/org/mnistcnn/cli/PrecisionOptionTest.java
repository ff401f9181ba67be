package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrecisionOptionTest {

  @TempDir Path temporary;

  @Test
  void bfloat16LearnsAsWellWhereTheCpuHasItAndIsRefusedElsewhere() throws IOException {
    Run run =
        Run.of(
            "train",
            "--precision",
            "mixed_bfloat16",
            "--device",
            "cpu",
            "--limit",
            "12000",
            "--epochs",
            "3",
            "--output-dir",
            temporary.toString());

    if (run.exitCode() == 0) {
      assertThat(
              new ObjectMapper()
                  .readTree(temporary.resolve("charts/mnist_cnn/metrics.json").toFile())
                  .get("accuracy")
                  .doubleValue())
          .isGreaterThan(0.95);
    } else {
      run.failed(
          1,
          "this CPU does not compute in bfloat16 (no avx512_bf16 or amx_bf16 among its flags); take"
              + " --precision float32");
    }
  }
}
