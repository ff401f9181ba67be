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

/** A data set whose images are sorted by class. */
final class ShuffleSplitTest {

  private static final String HINT =
      "images are taken in the order of the data set, as Keras does; --shuffle-split gives each part"
          + " its share of every class";

  @TempDir Path data;
  @TempDir Path outputs;

  /** 20 images of each of five classes to learn from, two of each to test. */
  @BeforeEach
  void write() throws IOException {
    write("train.csv", 20);
    write("test.csv", 2);
  }

  private void write(String name, int each) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 5 * each; i++) {
      lines.append(i / each);
      for (int pixel = 0; pixel < 144; pixel++) {
        lines.append(',').append(50 * (i / each) + i % each);
      }
      lines.append('\n');
    }
    Files.writeString(data.resolve(name), lines.toString());
  }

  private Run train(String... arguments) {
    List<String> all = new ArrayList<>(List.of("train", "--output-dir", outputs.toString()));
    all.addAll(List.of(arguments));
    return Run.of(all.toArray(String[]::new));
  }

  private Run begin(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--data", data.toString(), "--batch-size", "16"));
    all.addAll(List.of(arguments));
    return train(all.toArray(String[]::new));
  }

  @Test
  void theClassesThatAPartLacksAreNamed() {
    Run run = begin("--epochs", "1");

    run.succeeded();
    assertThat(run.out())
        .contains(
            "the images to learn from have none of class 4: all are held out for validation",
            "the images to validate on have none of class 0, 1, 2, 3",
            HINT);
  }

  @Test
  void soAreThoseThatALimitLeavesOut() {
    Run run = begin("--epochs", "1", "--limit", "60", "--validation-split", "0");

    run.succeeded();
    assertThat(run.out())
        .contains("the first 60 images, which --limit takes, have none of class 3, 4", HINT)
        .noneMatch(line -> line.startsWith("the images to validate on"));
  }

  @Test
  void shuffledFirstNoPartLacksAny() {
    Run run = begin("--epochs", "1", "--limit", "50", "--shuffle-split");

    run.succeeded();
    assertThat(run.out())
        .contains("Training on 40 images, validating on 10, from " + data)
        .noneMatch(line -> line.contains("none of class"))
        .doesNotContain(HINT);
  }

  @Test
  void aResumedRunIsShuffledAlike() throws IOException {
    begin("--epochs", "2", "--shuffle-split", "--name", "whole").succeeded();
    begin("--epochs", "1", "--shuffle-split", "--name", "half").succeeded();

    train("--resume", "--name", "half", "--epochs", "2").succeeded();

    assertThat(history("half")).isEqualTo(history("whole"));
  }

  private String history(String name) throws IOException {
    return Files.readString(outputs.resolve("runs").resolve(name).resolve("history.csv"));
  }
}
