package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.data.read.ImageFolder;

/** Data sets that bring images to validate on. */
final class OwnValidationTest {

  @TempDir Path pictures;
  @TempDir Path outputs;

  private ImageFolder folder;

  /** Grey pictures of two classes: 20 to learn from, 6 to validate on, 8 to test. */
  @BeforeEach
  void write() throws IOException {
    folder = new ImageFolder(pictures);
    for (int i = 0; i < 10; i++) {
      String part = i < 3 ? "valid" : i < 7 ? "Test" : "none";
      for (String place : part.equals("none") ? List.of("Train") : List.of("Train", part)) {
        folder.grey("%s/day/%d.png".formatted(place, i), 12, 12, 250 - 9 * i);
        folder.grey("%s/night/%d.png".formatted(place, i), 12, 12, 9 * i);
      }
    }
  }

  private Run run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--output-dir", outputs.toString()));
    return Run.of(all.toArray(String[]::new));
  }

  private Run train(String... arguments) {
    List<String> all = new ArrayList<>(List.of("train", "--data", pictures.toString()));
    all.addAll(List.of("--epochs", "1", "--batch-size", "4"));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  @Test
  void validateOnThemAndHoldNothingOut() {
    Run run = train("--validation-split", "0.5");

    run.succeeded();
    assertThat(run.out())
        .contains(
            pictures
                + ": by the names of its folders, Train/ is learned from, valid/ validates, Test/"
                + " tests; rename them if that is wrong",
            pictures
                + " brings 6 images to validate on: --validation-split and --validation-fold are not"
                + " used",
            "Training on 20 images, validating on 6, from " + pictures)
        .anyMatch(line -> line.contains("val_accuracy"))
        .anyMatch(line -> line.startsWith("Test: ") && line.endsWith("(8 images)"));
    assertThat(outputs.resolve("savedmodel/mnist_cnn/1/assets.extra/model_card.json"))
        .content()
        .contains("\"the validation data\" : \"6 images, CRC-32C ");
    assertThat(outputs.resolve("charts/mnist_cnn/metrics.json"))
        .content()
        .contains("\"validation set\" : \"6 images, CRC-32C ");
  }

  @Test
  void belongToARunThatIsResumed() throws IOException {
    train().succeeded();

    Run resumed = run("train", "--resume", "--epochs", "2");
    resumed.succeeded();
    assertThat(resumed.out()).contains("Training on 20 images, validating on 6, from " + pictures);
    folder.grey("valid/day/1.png", 12, 12, 77);
    run("train", "--resume", "--epochs", "3")
        .failedAfterStart(
            "cannot resume: not the same as when the run was started: the validation data; bring it"
                + " back, or start a new run");
  }

  @Test
  void areWhatWeightsOfAnEnsembleAreFittedOn() {
    Run run =
        run(
            "ensemble",
            "--data",
            pictures.toString(),
            "--members",
            "2",
            "--epochs",
            "1",
            "--weights",
            "fitted",
            "--name",
            "both");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .anyMatch(
            line ->
                line.startsWith("Weights fitted on 6 images that no member has learned from: "));
  }

  @Test
  void judgeTheTrialsOfASearch() throws IOException {
    Path space = outputs.resolve("space.json");
    Files.writeString(space, "{\"batch-size\": {\"choices\": [4, 5]}}");
    Run run =
        run(
            "tune",
            "--data",
            pictures.toString(),
            "--space",
            space.toString(),
            "--trials",
            "2",
            "--scheduler",
            "none",
            "--epochs",
            "1",
            "--name",
            "search");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(outputs.resolve("runs/search/trials.jsonl"))
        .content()
        .contains("20 images, CRC-32C ", "; validation 6 images, CRC-32C ");
  }
}
