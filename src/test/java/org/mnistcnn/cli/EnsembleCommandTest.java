package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.app.ensemble.EnsembleConfig;

/** {@code ensemble}: members trained or taken, one model of them, and what is refused. */
final class EnsembleCommandTest {

  private static final String HELP = " (see mnist-cnn ensemble --help)";

  private static final String[] TWO = {"--members", "2", "--epochs", "2", "--seed", "5"};

  /** 300 training and 100 test images. */
  @TempDir static Path excerpt;

  @TempDir static Path whole;

  private static Run first;

  @TempDir Path outputs;

  @BeforeAll
  static void trainOnce() throws IOException {
    Mnist.excerpt(excerpt, 300, 100);
    first = ensemble(whole, TWO);
    first.succeeded();
  }

  @Test
  void membersAreRunsWithOtherSeedsAndOtherBlocksAndTheWholeIsShownBesideThem() throws IOException {
    assertThat(first.out())
        .contains("Member 1 of 2, ensemble-1: not begun yet", "Test set, 100 images:")
        .anyMatch(line -> line.startsWith("ensemble-2         0.5000"));
    EnsembleConfig stored = EnsembleConfig.read(whole.resolve("runs/ensemble"));
    assertThat(stored.members()).isEqualTo(2);
    assertThat(stored.settings().texts()).containsEntry("seed", "5");
    String card =
        Files.readString(whole.resolve("savedmodel/ensemble-2/1/assets.extra/model_card.json"));
    assertThat(card).contains("\"seed\" : \"6\"", "\"validation-fold\" : \"2\"");
    assertThat(whole.resolve("charts/ensemble/confusion_matrix.png")).isNotEmptyFile();
    assertThat(whole.resolve("charts/ensemble/comparison.md"))
        .content()
        .contains("ensemble-1", "ensemble-2", "McNemar");
    assertThat(whole.resolve("savedmodel/ensemble/1/assets.extra/model_card.json"))
        .content()
        .contains("ensemble of", "weight 0.500000");
  }

  @Test
  void otherCommandsTakeIt() {
    String measured =
        first.out().stream().filter(line -> line.startsWith("ensemble  ")).findFirst().orElse("");
    String model = whole.resolve("savedmodel/ensemble/1").toString();
    for (String file : List.of(model, whole.resolve("runs/ensemble/ensemble.keras").toString())) {
      Run evaluated =
          Run.of(
              "evaluate",
              "--model",
              file,
              "--data",
              excerpt.toString(),
              "--output-dir",
              outputs.toString());
      evaluated.succeeded();
      String line =
          evaluated.out().stream().filter(l -> l.startsWith("Test: ")).findFirst().orElse("");
      assertThat(measured).contains(line.substring(11, 17), line.substring(28, 34));
    }
    Run.of(
            "report",
            "--run",
            whole.resolve("runs/ensemble").toString(),
            "--output-dir",
            outputs.toString())
        .succeeded();
    Run.of(
            "export",
            "--from",
            model,
            "--format",
            "onnx",
            "--to",
            outputs.resolve("e.onnx").toString())
        .succeeded();
    assertThat(outputs.resolve("e.onnx")).isNotEmptyFile();
  }

  @Test
  void anInterruptedOneGoesOnAndEndsAsOneThatWasNot() throws IOException {
    copy(whole, outputs);
    // As kill -9 in the last epoch of the second member leaves it.
    Path second = outputs.resolve("runs/ensemble-2");
    Files.delete(second.resolve("run.json"));
    try (Stream<Path> checkpoints = Files.list(second.resolve("checkpoints"))) {
      Files.delete(checkpoints.sorted().reduce((one, other) -> other).orElseThrow());
    }

    Run resumed = Run.of("ensemble", "--resume", "--output-dir", outputs.toString());

    resumed.succeeded();
    assertThat(resumed.out())
        .contains(
            "Member 1 of 2, ensemble-1: finished before, and not trained again",
            "Member 2 of 2, ensemble-2: resumes from its last checkpoint",
            "Resuming in epoch 2 after 0 images");
    assertThat(weights(outputs, "ensemble", 2)).isEqualTo(weights(whole, "ensemble", 1));
    assertThat(weights(outputs, "ensemble-2", 2)).isEqualTo(weights(whole, "ensemble-2", 1));
  }

  @Test
  void membersOfOtherSettingsOrImagesAreRefusedAndLeft() throws IOException {
    copy(whole, outputs);

    ensemble(outputs, "--members", "2", "--epochs", "3", "--seed", "5", "--l2", "0.1")
        .failed(
            2,
            "member ensemble-1 was started with other settings: --epochs was 2, is 3; --l2 was not"
                + " given, is 0.1; give the ensemble another --name, or delete "
                + outputs.resolve("runs/ensemble-1")
                + HELP);
    ensemble(
            outputs,
            Stream.concat(Arrays.stream(TWO), Stream.of("--limit", "200")).toArray(String[]::new))
        .failedWith(2, "--limit was not given, is 200");
    Run.of("ensemble", "--resume", "--members", "3", "--output-dir", outputs.toString())
        .failedWith(2, "--members was 2, is 3");
    assertThat(outputs.resolve("savedmodel/ensemble/2")).doesNotExist();
  }

  @Test
  void aDamagedExportOfAMemberIsNamed() throws IOException {
    copy(whole, outputs);
    Path variables =
        outputs.resolve("savedmodel/ensemble-1/1/variables/variables.data-00000-of-00001");
    byte[] bytes = Files.readAllBytes(variables);
    bytes[bytes.length / 2] ^= 1;
    Files.write(variables, bytes);

    Run run = ensemble(outputs, TWO);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .singleElement()
        .asString()
        .contains("savedmodel/ensemble-1/1", "to export member ensemble-1 again, delete ");
  }

  @Test
  void modelsThatAreThereAreTakenWithFittedWeights() throws IOException {
    String one = whole.resolve("savedmodel/ensemble-2/1").toString();
    Run.of(
            "train",
            "--data",
            excerpt.toString(),
            "--epochs",
            "1",
            "--seed",
            "9",
            "--validation-fold",
            "2",
            "--name",
            "other",
            "--output-dir",
            outputs.toString())
        .succeeded();
    String other = outputs.resolve("runs/other").toString();

    Run fitted = ensemble(outputs, "--from", one, other, "--weights", "fitted", "--name", "both");

    fitted.succeeded();
    assertThat(fitted.out())
        .anyMatch(
            line ->
                line.startsWith("Weights fitted on 60 images that no member has learned from:"));
    assertThat(outputs.resolve("savedmodel/both/1/saved_model.pb")).exists();
    assertThat(outputs.resolve("runs/both/both.keras")).exists();

    String third = whole.resolve("runs/ensemble-1").toString();
    ensemble(outputs, "--from", one, third, "--weights", "fitted")
        .failedWith(
            1,
            "ensemble-1: has held out another part of the training set than ensemble-2/1"
                + " (validation-fold: '1' and '2')");
    ensemble(outputs, "--from", one, other, "--fail-under", "accuracy=1.0")
        .out()
        .forEach(line -> assertThat(line).doesNotContain("Epoch"));
  }

  @Test
  void whatIsNoEnsembleIsNotResumedAndARunNotOverwritten() {
    Run.of("ensemble", "--resume", "--output-dir", outputs.toString())
        .failed(
            1,
            outputs.resolve("runs/ensemble")
                + ": no ensemble to resume; start a new one, or name the one to resume");
    ensemble(whole, "--members", "2", "--name", "ensemble-1")
        .failed(
            2,
            whole.resolve("runs/ensemble-1")
                + " is a run of its own: give the ensemble another --name"
                + HELP);
  }

  private static Run ensemble(Path outputs, String... options) {
    List<String> arguments = new ArrayList<>(List.of("ensemble"));
    arguments.addAll(List.of(options));
    arguments.addAll(
        List.of(
            "--device", "cpu", "--data", excerpt.toString(), "--output-dir", outputs.toString()));
    return Run.of(arguments.toArray(String[]::new));
  }

  private static byte[] weights(Path outputs, String name, int version) throws IOException {
    return Files.readAllBytes(
        outputs
            .resolve("savedmodel")
            .resolve(name)
            .resolve(Integer.toString(version))
            .resolve("variables/variables.data-00000-of-00001"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
