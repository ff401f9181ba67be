package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mnistcnn.app.Preset;

/** Options that come from a preset or a file, behind those of the command line. */
class PresetTest {

  /** 200 training and 50 test images. */
  @TempDir static Path excerpt;

  @TempDir Path outputs;

  @BeforeAll
  static void writeTheExcerpt() throws IOException {
    Mnist.excerpt(excerpt, 200, 50);
  }

  @ParameterizedTest
  @EnumSource
  void eachPresetTrains(Preset preset) throws IOException {
    train("--preset", preset.toString(), "--epochs", "1", "--batch-size", "20").succeeded();

    assertThat(outputs.resolve("runs/mnist_cnn/run.json")).content().contains("\"epochs\"");
  }

  @Test
  void theCommandLineGoesBeforeTheFileAndTheFileBeforeThePreset() throws IOException {
    Path file =
        write(
            "{\"preset\": \"mobilenet\", \"epochs\": 1, \"batch-size\": 40, \"save-best\": true}");

    train("--config", file.toString(), "--batch-size", "20").succeeded();

    assertThat(outputs.resolve("runs/mnist_cnn/run.json"))
        .content()
        .containsPattern("\"architecture\" ?: ?\"mobilenet\"")
        .containsPattern("\"epochs\" ?: ?\"1\"")
        .containsPattern("\"batch-size\" ?: ?\"20\"")
        .containsPattern("\"save-best\" ?: ?\"true\"")
        .containsPattern("\"learning-rate\" ?: ?\"0.005\"");
  }

  @Test
  void aRunOfAFileGoesOnWithoutIt() throws IOException {
    Path file = write("{\"learning-rate\": 0.01, \"epochs\": 1}");
    train("--config", file.toString()).succeeded();
    Files.delete(file);

    Run resumed = Run.of("train", "--resume", "--epochs", "2", "--output-dir", outputs.toString());

    assertThat(resumed.succeeded().out()).contains("Resuming in epoch 2 after 0 images");
    assertThat(outputs.resolve("runs/mnist_cnn/history.csv")).content().contains("0.01");
  }

  @Test
  void anOptionThatIsGivenTwiceStaysTwo() throws IOException {
    Path file = write("{\"epochs\": 1, \"fail-over\": [\"loss=0.0001\", \"ece=0.99\"]}");

    Run run =
        train(
            "--config",
            file.toString(),
            "--fail-under",
            "accuracy=0.0001",
            "--fail-under",
            "macro_f1=0.0001");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out())
        .anyMatch(line -> line.contains("macro_f1"))
        .anyMatch(line -> line.contains("ece"));
  }

  @Test
  void aNetworkOfAFileTakesThePresetsPlan() throws IOException {
    train("--epochs", "1").succeeded();
    Path model = outputs.resolve("runs/mnist_cnn/mnist_cnn.keras");
    Path file =
        write(
            "{\"preset\": \"mobilenet\", \"epochs\": 1, \"batch-size\": 20, \"from\": \"%s\"}"
                .formatted(model));

    assertThat(train("--config", file.toString(), "--name", "other").succeeded().out())
        .contains("Weights from %s, compiled anew".formatted(model));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"epoch\": 5} | no option epoch; did you mean epochs?",
        "{\"epochs\": 5, \"epochs\": 6} | not JSON: Duplicate field 'epochs'",
        "{\"epochs\": {}} | epochs must be a text, a number, true, false or a list of such, got {}",
        "{\"preset\": null} | preset must be a text, a number, true, false or a list of such, got"
            + " null",
        "{\"resume\": true} | no option resume",
        "[5] | must be a JSON object of options, such as {\"epochs\": 5}, got ARRAY",
        "{\"epochs\": | not JSON: Unexpected end-of-input",
        "'' | must be a JSON object of options, such as {\"epochs\": 5}, got nothing",
      })
  void aFileThatIsNoObjectOfOptionsIsRefused(String json, String reason) throws IOException {
    train("--config", write(json).toString()).failedWith(1, "config.json: " + reason);
  }

  @Test
  void aValueOfTheWrongKindIsRefused() throws IOException {
    train("--config", write("{\"epochs\": \"many\"}").toString())
        .failedWith(2, "config.json: epochs must be a whole number, got 'many'");
    train("--config", write("{\"device\": \"tpu\"}").toString())
        .failedWith(2, "config.json: device must be auto, cpu, gpu, ", "got 'tpu'");
    train("--config", write("{\"deterministic\": \"yes\"}").toString())
        .failedWith(2, "config.json: deterministic must be true or false, got 'yes'");
    train("--config", write("{\"preset\": \"deeep\"}").toString())
        .failedWith(2, "no preset deeep; did you mean deep?");
    train("--preset", "large").failedWith(2, "no preset large; there are [cnn, deep,");
    train("--architecture", "large")
        .failedWith(2, "no architecture large; there are", "or a file of Keras's config.json");
    train("--config", outputs.resolve("nothing.json").toString())
        .failedWith(1, "nothing.json: no such file");
  }

  private Path write(String json) throws IOException {
    return Files.writeString(outputs.resolve("config.json"), json);
  }

  private Run train(String... arguments) {
    String[] all = new String[arguments.length + 7];
    String[] common = {
      "train", "--data", excerpt.toString(), "--device", "cpu", "--output-dir", outputs.toString()
    };
    System.arraycopy(common, 0, all, 0, common.length);
    System.arraycopy(arguments, 0, all, common.length, arguments.length);
    return Run.of(all);
  }
}
