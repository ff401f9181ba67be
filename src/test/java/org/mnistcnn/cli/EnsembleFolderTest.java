package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.data.read.ImageFolder;

/** Ensembles of models that have learned from a folder of pictures. */
final class EnsembleFolderTest {

  /** Ten grey pictures of each of two classes, three of each for testing. */
  @TempDir static Path pictures;

  @TempDir static Path outputs;

  private static Run trained;

  @BeforeAll
  static void trainTwo() throws IOException {
    ImageFolder folder = new ImageFolder(pictures);
    for (int i = 0; i < 10; i++) {
      folder.grey("day/%d.png".formatted(i), 12, 12, 250 - i);
      folder.grey("night/%d.png".formatted(i), 12, 12, i);
    }
    trained =
        run(
            "ensemble",
            "--members",
            "2",
            "--epochs",
            "1",
            "--name",
            "sky",
            "--test-split",
            "0.3",
            "--split-seed",
            "5");
  }

  private static Run run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", pictures.toString(), "--output-dir", outputs.toString()));
    return Run.of(all.toArray(String[]::new));
  }

  private static Path model(String name) {
    return outputs.resolve("savedmodel").resolve(name).resolve("1");
  }

  @Test
  void itRemembersHowItsMembersSeePicturesAndWhichOnesTheyHaveNotLearned() {
    assertThat(trained.exitCode()).isZero();
    assertThat(model("sky").resolve("assets.extra/model_card.json"))
        .content()
        .contains(
            "\"pictures\" : \"as light or dark as they are\"",
            "\"test-split\" : \"0.3\"",
            "\"split-seed\" : \"5\"");
    assertThat(run("evaluate", "--model", model("sky").toString()).out())
        .anyMatch(line -> line.startsWith("Test: ") && line.endsWith("(6 images)"));
  }

  @Test
  void modelsThatAreThereAreTestedOnWhatTheyHaveNotLearned() {
    Run taken =
        run(
            "ensemble",
            "--from",
            model("sky-1").toString(),
            model("sky-2").toString(),
            "--name",
            "taken");

    assertThat(taken.exitCode()).isZero();
    assertThat(taken.out()).contains("Test set, 6 images:");
  }

  @Test
  void modelsThatHaveLearnedFromOtherSplitsAreRefused() {
    assertThat(run("train", "--epochs", "1", "--name", "other").exitCode()).isZero();

    Run refused = run("ensemble", "--from", model("sky-1").toString(), model("other").toString());

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .anyMatch(
            line ->
                line.contains("other/1: does not see the images that sky-1/1 sees")
                    && line.contains("split-seed: '' and '5'"));
  }
}
