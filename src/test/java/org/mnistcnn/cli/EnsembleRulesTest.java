package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.zoo.MnistCnn;

/** What {@code ensemble} refuses. */
final class EnsembleRulesTest {

  private static final String HELP = " (see mnist-cnn ensemble --help)";

  /** 20 training and 10 test images. */
  @TempDir static Path excerpt;

  @TempDir Path outputs;

  @BeforeAll
  static void writeTheExcerpt() throws IOException {
    Mnist.excerpt(excerpt, 20, 10);
  }

  @Test
  void aFileMayNameTheModelsInOneTextOrInAList() throws IOException {
    Path config = outputs.resolve("ensemble.json");
    for (String models : List.of("\"a.keras,b.keras\"", "[\"a.keras\", \"b.keras\"]")) {
      Files.writeString(config, "{\"from\": %s}".formatted(models));

      ensemble(outputs, "--config", config.toString()).failedWith(1, "a.keras: no such file");
    }
  }

  @Test
  void modelsThatDoNotFitAreRefused() throws IOException {
    Path five =
        UntrainedModel.write(
            outputs.resolve("five.keras"), MnistCnn.network(new ImageShape(28, 28, 1), 5));
    Path large =
        UntrainedModel.write(
            outputs.resolve("large.keras"), MnistCnn.network(new ImageShape(32, 32, 1), 10));
    Path ten =
        UntrainedModel.write(
            outputs.resolve("ten.keras"), MnistCnn.network(new ImageShape(28, 28, 1), 10));

    Path again = Files.copy(ten, outputs.resolve("again.keras"));
    String shape = "; an ensemble needs models of ";
    ensemble(outputs, "--from", ten.toString(), five.toString())
        .failed(
            1,
            "five.keras: tells 5 classes apart, but "
                + excerpt
                + " has 10"
                + shape
                + "the same classes and their data set");
    ensemble(outputs, "--from", ten.toString(), large.toString())
        .failed(
            1,
            "large.keras: takes images of shape [32, 32, 1], but those of "
                + excerpt
                + " are (28, 28, 1)"
                + shape
                + "one size and their data set");
    ensemble(outputs, "--from", ten.toString(), outputs.resolve("nothing").toString())
        .failedWith(1, "nothing: no such file or directory");
    ensemble(outputs, "--from", ten.toString(), again.toString(), "--weights", "fitted")
        .failedWith(1, "ten.keras: does not say which images it was trained on");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--members 0 | '--members must be at least 2, got 0'",
        "--members 1 | '--members must be at least 2, got 1'",
        "'' | 'say how many models to train, such as --members 5, or name existing ones by --from'",
        "--from a | '--from must name at least 2 models, got 1'",
        "--from src src/../src | '--from must name each model once, got src/../src twice'",
        "--from a b --epochs 3 --l2 1 | '--epochs, --l2: no effect with --from, whose models are trained already: it belongs to --members'",
        "--members 2 --from a b | '--members trains models and --from takes existing ones: one of the two'",
        "--members 2 --weights fitted | '--weights fitted needs images that no member learns from: give one block to all members, such as --validation-fold 1, and a --validation-split'",
        "--members 2 --epochs 0 | '--epochs must be at least 1, got 0'",
        "--members 2 --validation-split 1 | '--validation-split must be in [0, 1), got 1.0'",
        "--members x | 'Invalid value for option ''--members'': ''x'' is not an int'",
      })
  void aWrongCommandLineIsRefused(String options, String message) {
    ensemble(
            outputs,
            Arrays.stream(options.split(" ")).filter(s -> !s.isEmpty()).toArray(String[]::new))
        .failed(2, message + HELP);
    assertThat(outputs).isEmptyDirectory();
  }

  private static Run ensemble(Path outputs, String... options) {
    List<String> arguments = new ArrayList<>(List.of("ensemble"));
    arguments.addAll(List.of(options));
    arguments.addAll(
        List.of(
            "--device", "cpu", "--data", excerpt.toString(), "--output-dir", outputs.toString()));
    return Run.of(arguments.toArray(String[]::new));
  }
}
