package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code tune} refuses, before anything runs. */
final class TuneRulesTest {

  @TempDir Path outputs;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"batch-size\": {\"min\": 16.0, \"max\": 64.0}} | batch-size takes whole numbers: write"
            + " min, max and step without a point or exponent",
        "{\"optimizer\": {\"min\": 1, \"max\": 2}} | optimizer is not a number: give choices instead"
            + " of min and max",
        "{\"seed\": {\"min\": 1, \"max\": 2}} | seed can't be searched: it must be the same for all"
            + " trials; give --seed beside the search space",
        "{\"epochs\": {\"min\": 1, \"max\": 2}} | epochs can't be searched with scheduler asha, which"
            + " decides how long a trial is trained: fix them, or take scheduler none",
        "{\"batch-size\": {\"choices\": [\"many\"]}} | batch-size must be a whole number,"
            + " got 'many'",
        "{\"learning-rate\": {\"min\": 0.1, \"max\": 0.1}} | learning-rate: min must be less than"
            + " max, got 0.1 and 0.1",
      })
  void aSpaceThatDoesNotFitTrainIsRefusedBeforeAnythingRuns(String json, String message)
      throws IOException {
    Path space = Files.writeString(outputs.resolve("space.json"), json);
    Run run = Run.of("tune", "--space", space.toString(), "--output-dir", outputs.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).singleElement().asString().contains(message);
    assertThat(outputs.resolve("runs")).doesNotExist();
  }

  @Test
  void anUnknownParameterGetsTheNearestName() throws IOException {
    Path space = Files.writeString(outputs.resolve("space.json"), "{\"learning-rte\": 0.1}");
    Run.of("tune", "--space", space.toString(), "--output-dir", outputs.toString())
        .failedWith(2, space + ": no parameter learning-rte; did you mean learning-rate?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--trials 0 | --trials must be at least 1, got 0",
        "--parallel 0 | --parallel must be at least 1, got 0",
        "--parallel 999 | --parallel must be at most",
        "--budget-minutes 0 | --budget-minutes must be in (0, 525600], got 0.0",
        "--budget-epochs 0 | --budget-epochs must be at least 1, got 0",
        "--reduction 1 | --reduction must be at least 2, got 1",
        "--min-epochs 11 | --min-epochs must be at most 10, the epochs of a trial, got 11",
        "--objective loss | --objective must be a measure of validation",
        "--objective val_acuracy | no objective val_acuracy; did you mean val_accuracy?",
        "--sampler tbe | no sampler tbe; did you mean tpe?",
        "--validation-split 0 | --validation-split must be more than 0: trials are judged by it",
        "--optimizer sgd | optimizer is searched: leave --optimizer out, or out of the space",
        "--max-minutes 1 | --max-minutes is not for trials: take --budget-minutes",
        "--fail-under accuracy=0.9 | --fail-under is not for trials",
      })
  void anOptionThatDoesNotFitIsRefused(String options, String message) throws IOException {
    Path space =
        Files.writeString(
            outputs.resolve("space.json"), "{\"optimizer\": {\"choices\": [\"adam\", \"sgd\"]}}");
    List<String> arguments = new ArrayList<>(List.of("tune", "--space", space.toString()));
    arguments.addAll(List.of("--output-dir", outputs.toString()));
    arguments.addAll(List.of(options.split(" ")));
    Run run = Run.of(arguments.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).singleElement().asString().contains(message);
    assertThat(outputs.resolve("runs")).doesNotExist();
  }
}
