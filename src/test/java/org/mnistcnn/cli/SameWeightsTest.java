package org.mnistcnn.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same seed gives the same weights as in version 0.1, whatever became of the code. */
final class SameWeightsTest {

  @TempDir Path outputs;

  @Test
  void inFloat32() throws IOException {
    run("train");

    Recorded.assertSameRun("float32", outputs, "mnist_cnn");
  }

  @Test
  void inBfloat16() throws IOException {
    run("train", "--precision", "mixed_bfloat16");

    Recorded.assertSameRun("bfloat16", outputs, "mnist_cnn");
  }

  @Test
  void ofAPreset() throws IOException {
    run("train", "--preset", "deep");

    Recorded.assertSameRun("deep", outputs, "mnist_cnn");
  }

  @Test
  void ofAnEnsemble() throws IOException {
    run("ensemble", "--members", "2");

    Recorded.assertSameRun("ensemble-1", outputs, "ensemble-1");
    Recorded.assertSameRun("ensemble-2", outputs, "ensemble-2");
    Recorded.assertSameWeights("ensemble", outputs, "ensemble");
  }

  @Test
  void ofASearch() throws IOException {
    run("tune", "--trials", "3", "--space", Recorded.VERSION_0_1.resolve("space.json").toString());

    Recorded.assertSameTrials("tune", outputs.resolve("runs/tune/trials.jsonl"));
  }

  private void run(String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(
        List.of(
            "--limit",
            "2000",
            "--epochs",
            "1",
            "--device",
            "cpu",
            "--output-dir",
            outputs.toString()));
    Run.of(arguments.toArray(String[]::new)).succeeded();
  }
}
