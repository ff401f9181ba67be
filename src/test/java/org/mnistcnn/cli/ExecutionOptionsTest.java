package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options that say how a device computes. */
final class ExecutionOptionsTest {

  @TempDir private Path directory;

  private Run train(String name, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--limit",
                "1500",
                "--epochs",
                "1",
                "--name",
                name,
                "--output-dir",
                directory.toString()));
    arguments.addAll(List.of(more));
    return Run.of(arguments.toArray(String[]::new));
  }

  private double loss(String name) throws IOException {
    return new ObjectMapper()
        .readTree(directory.resolve("charts/%s/metrics.json".formatted(name)).toFile())
        .get("loss")
        .doubleValue();
  }

  @Test
  void aStreamedTrainingSetTeachesTheSame() throws IOException {
    train("resident", "--device", "cpu", "--resident", "on").succeeded();
    train("streamed", "--device", "cpu", "--resident", "off").succeeded();

    assertThat(loss("streamed")).isEqualTo(loss("resident"));
  }

  @Test
  void devicesThatShareBatchesTeachTheSameUpToRounding() throws IOException {
    train("one", "--device", "cpu").succeeded();
    List<String> out = train("two", "--device", "cpu:0,cpu:1").succeeded().out();

    assertThat(out).contains("Device: CPU, cut into 2 devices (as asked)");
    assertThat(loss("two")).isCloseTo(loss("one"), within(1e-3));
  }

  @Test
  void aCpuIsDeterministicAnyway() {
    train("deterministic", "--device", "cpu", "--deterministic").succeeded();
  }

  @Test
  void float16IsRefusedOnACpu() {
    train("float16", "--device", "cpu", "--precision", "mixed_float16")
        .failed(
            1, "mixed_float16 is for GPUs; on a CPU take --precision mixed_bfloat16 or float32");
    assertThat(directory.resolve("savedmodel")).doesNotExist();
  }

  @Test
  void xlaOnACpuNeedsNothingInTheEnvironment() throws IOException {
    train("plain", "--device", "cpu").succeeded();
    train("xla", "--device", "cpu", "--xla").succeeded();

    assertThat(loss("xla")).isCloseTo(loss("plain"), within(1e-3));
  }

  @Test
  void anUnknownResidencyIsRefused() {
    train("residency", "--resident", "maybe")
        .failed(
            2,
            "Invalid value for option '--resident': expected one of [AUTO, ON, OFF]"
                + " (case-insensitive) but was 'maybe' (see mnist-cnn train --help)");
  }

  @Test
  void onlyTrainingTakesSeveralDevices() {
    Run.of("evaluate", "--model", "none", "--device", "gpu:0,gpu:1")
        .failed(
            2,
            "--device must be auto, cpu or gpu here, got gpu:0,gpu:1; CUDA_VISIBLE_DEVICES=1 lets the"
                + " program see the second GPU only (see mnist-cnn evaluate --help)");
  }
}
