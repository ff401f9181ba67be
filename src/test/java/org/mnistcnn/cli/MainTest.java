package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program says of command lines, right and wrong, before any work is done. */
final class MainTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--batch-size 0            | '--batch-size must be at least 1, got 0'",
        "--epochs 0                | '--epochs must be at least 1, got 0'",
        "--epochs -1               | '--epochs must be at least 1, got -1'",
        "--validation-split 1      | '--validation-split must be in [0, 1), got 1.0'",
        "--validation-split -0.2   | '--validation-split must be in [0, 1), got -0.2'",
        "--validation-split NaN    | '--validation-split must be in [0, 1), got NaN'",
        "--learning-rate -1        | '--learning-rate must be positive and finite, got -1.0'",
        "--learning-rate 0         | '--learning-rate must be positive and finite, got 0.0'",
        "--learning-rate Infinity  | '--learning-rate must be positive and finite, got Infinity'",
        "--limit 0                 | '--limit must be at least 1, got 0'",
        "--batch-size many         | 'Invalid value for option ''--batch-size'': ''many'' is not an int'",
        "--epochs 4294967297       | 'Invalid value for option ''--epochs'': ''4294967297'' is not an int'",
        "--rate 1                  | 'Unknown options: ''--rate'', ''1'''",
        "now                       | 'Unmatched argument at index 1: ''now'''",
      })
  void trainRefusesAnOptionOutOfRange(String options, String message) {
    run("train " + options).failed(2, message + " (see mnist-cnn train --help)");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void trainRefusesASplitThatLeavesNothingToTrainOn() {
    run("train --limit 1")
        .failed(
            2,
            "--validation-split 0.2 of 1 images leaves 0 for training and 1 for validation; provide"
                + " more images or another fraction (see mnist-cnn train --help)");
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "..", ".hidden", "a/b", "-", "two words"})
  void aNameThatLeavesItsDirectoryIsRefused(String name) {
    Run.of("train", "--output-dir", directory.toString(), "--name=" + name)
        .failed(
            2,
            "--name must be letters, digits, '.', '_' and '-', beginning with a letter or digit,"
                + " got '%s' (see mnist-cnn train --help)".formatted(name));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void anUnknownDeviceIsRefusedWithTheKnownOnes() {
    run("train --device tpu")
        .failed(
            2,
            "Invalid value for option '--device': device must be auto, cpu, gpu, a GPU such as"
                + " gpu:1, or different GPUs such as gpu:0,gpu:1, got 'tpu' (see mnist-cnn train --help)");
  }

  @Test
  void noCommandAndAnUnknownOneAreRefused() {
    Run.of().failed(2, "Missing required subcommand (see mnist-cnn --help)");
    Run.of("trian").failed(2, "Unmatched argument at index 0: 'trian' (see mnist-cnn --help)");
  }

  @Test
  void aModelAndImagesMustBeNamed() {
    run("evaluate")
        .failed(2, "Missing required option: '--model=PATH' (see mnist-cnn evaluate --help)");
    Run.of("predict", "seven.png")
        .failed(2, "Missing required option: '--model=PATH' (see mnist-cnn predict --help)");
    Run.of("predict", "--model", "savedmodel/mnist_cnn/1")
        .failed(2, "Missing required parameter: 'IMAGE' (see mnist-cnn predict --help)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--version", "train --version", "evaluate -V", "predict -V", "devices -V"})
  void versionsOfTheProgramOfTensorFlowAndOfJavaArePrinted(String typed) {
    assertThat(Run.of(typed.split(" ")).succeeded().out())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("mnist-cnn "),
            line -> assertThat(line).matches("TensorFlow \\d+\\.\\d+\\.\\d+.*"),
            line -> assertThat(line).isEqualTo("Java " + System.getProperty("java.version")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train    | --epochs --batch-size --validation-split --learning-rate --seed --name"
            + " --output-dir --data --device --limit --precision --xla --deterministic --resident"
            + " --verbose --help --version",
        "evaluate | --model --name --output-dir --data --device --verbose --help --version",
        "predict  | --model --json --device --verbose --help --version",
        "devices  | --verbose --help --version",
        "benchmark | --precision --epochs --limit --json --device --data --help --version"
      })
  void helpNamesEveryOption(String command, String options) {
    assertThat(String.join("\n", Run.of(command, "--help").succeeded().out()))
        .contains(options.split(" "));
  }

  @Test
  void helpNamesTheCommandsAndTheExitCodes() {
    assertThat(String.join("\n", Run.of("--help").succeeded().out()))
        .contains("train", "evaluate", "predict", "devices", "benchmark", "Exit codes:");
    assertThat(String.join("\n", Run.of("train", "--help").succeeded().out()))
        .contains("Exit codes:");
  }

  private Run run(String line) {
    Stream<String> given = Arrays.stream(line.split(" +"));
    Stream<String> outputs = Stream.of("--output-dir", directory.toString());
    return Run.of(Stream.concat(given, outputs).toArray(String[]::new));
  }
}
