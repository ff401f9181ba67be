package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What {@code benchmark} measures is not held to anything here, only that it does. */
class BenchmarkCommandTest {

  private static Run benchmark(String... more) {
    String[] arguments = new String[more.length + 7];
    String[] small = {"benchmark", "--device", "cpu", "--limit", "640", "--epochs", "3"};
    System.arraycopy(small, 0, arguments, 0, small.length);
    System.arraycopy(more, 0, arguments, small.length, more.length);
    return Run.of(arguments);
  }

  @Test
  void measuresEveryEpochButTheFirst() throws IOException {
    long before = System.currentTimeMillis();
    JsonNode measured =
        new ObjectMapper().readTree(String.join("", benchmark("--json").succeeded().out()));

    assertThat(measured.get("precision").asText()).isEqualTo("float32");
    assertThat(measured.get("training_images_per_second")).hasSize(2);
    assertThat(measured.get("cpu_seconds_per_epoch")).hasSize(2);
    assertThat(measured.get("evaluation_images_per_second")).hasSize(5);
    assertThat(measured.get("one_layer_steps_per_second")).hasSize(2);
    assertThat(measured.get("first_step_millis").asLong())
        .isBetween(before, System.currentTimeMillis());
    assertThat(measured.get("training_flops_per_image").asLong()).isEqualTo(15_396_864);
    // No processor multiplies matrices at less, and none with this program's threads at more.
    assertThat(measured.get("matrix_product_flops").asDouble()).isBetween(1e9, 1e14);
  }

  @Test
  void saysItToPeople() {
    assertThat(String.join("\n", benchmark().succeeded().out()))
        .contains("training: ", "images/s", "evaluation: ", "steps/s", "GFLOP/s");
  }

  @Test
  void oneEpochIsNotEnough() {
    Run.of("benchmark", "--epochs", "1")
        .failed(
            2,
            "--epochs must be at least 2, of which the first does not count, got 1 (see mnist-cnn"
                + " benchmark --help)");
  }
}
