package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.search.TrialTable;
import org.mnistcnn.train.HistoryCsv;

final class TuneCommandTest {

  private static final String SPACE =
      """
      {"learning-rate": {"min": 1e-4, "max": 1e-2, "log": true},
       "batch-size": {"choices": [32, 64]},
       "optimizer": {"choices": ["adam", "sgd"]},
       "momentum": {"min": 0.0, "max": 0.9, "when": {"optimizer": "sgd"}}}
      """;

  private static final String[] SETTINGS = {"--epochs", "3", "--trials", "4", "--device", "cpu"};

  /** 300 training and 50 test images. */
  @TempDir static Path excerpt;

  @TempDir static Path whole;

  @TempDir Path outputs;

  @BeforeAll
  static void searchWithoutInterruption() throws IOException {
    Mnist.excerpt(excerpt, 300, 50);
    Files.writeString(excerpt.resolve("space.json"), SPACE);
    tune(whole, SETTINGS).succeeded();
  }

  private static Run tune(Path outputs, String... options) {
    return Run.of(arguments(outputs, options));
  }

  private static String[] arguments(Path outputs, String... options) {
    return Stream.concat(
            Stream.of(
                "tune",
                "--space",
                excerpt.resolve("space.json").toString(),
                "--data",
                excerpt.toString(),
                "--output-dir",
                outputs.toString()),
            Stream.of(options))
        .toArray(String[]::new);
  }

  /** The table without what differs from run to run. */
  private static List<String> table(Path outputs) throws IOException {
    return Files.readAllLines(outputs.resolve("runs/tune/trials.jsonl")).stream()
        .map(line -> line.replaceAll("\"seconds\":[^,}]*", ""))
        .toList();
  }

  @Test
  void writesWhatItFound() throws IOException {
    Path run = whole.resolve("runs/tune");
    assertThat(run.resolve("leaderboard.csv"))
        .content()
        .startsWith(
            "rank,trial,state,val_accuracy,epochs,seconds,learning-rate,batch-size,optimizer,"
                + "momentum,reason\n1,");
    assertThat(run.resolve("best.json")).content().contains("\"epochs\" : \"3\"");
    for (String picture : List.of("history", "parallel_coordinates", "parameters")) {
      assertThat(run.resolve("search_" + picture + ".png")).isNotEmptyFile();
      assertThat(run.resolve("search_" + picture + ".svg")).isNotEmptyFile();
    }
    assertThat(whole.resolve("savedmodel")).doesNotExist();
  }

  @Test
  void theBestTrainsToTheSameMeasuresBitForBit() throws IOException {
    Run.of(
            "train",
            "--config",
            whole.resolve("runs/tune/best.json").toString(),
            "--output-dir",
            outputs.toString(),
            "--device",
            "cpu")
        .succeeded();

    String best = Files.readAllLines(whole.resolve("runs/tune/leaderboard.csv")).get(1);
    List<Double> accuracies =
        HistoryCsv.read(outputs.resolve("runs/mnist_cnn/history.csv")).values("val_accuracy");
    assertThat(accuracies.get(2)).isEqualTo(Double.parseDouble(best.split(",", -1)[3]));
    String trial = "%04d".formatted(Integer.parseInt(best.split(",", -1)[1]));
    assertThat(outputs.resolve("runs/mnist_cnn/history.csv"))
        .hasSameTextualContentAs(
            whole.resolve("runs/tune/trials").resolve(trial).resolve("history.csv"));
  }

  @Test
  void theTestSetIsTouchedOnceInTheEnd() throws IOException {
    assertThat(table(whole)).filteredOn(line -> line.contains("tested")).hasSize(1);
    List<String> before = table(whole);
    Run again = tune(whole, SETTINGS);
    again.succeeded();
    assertThat(again.out()).anyMatch(line -> line.contains("which validation chose"));
    assertThat(table(whole)).isEqualTo(before);
  }

  @Test
  void aKilledSearchEndsAsIfNothingHadHappened() throws Exception {
    List<String> command = new ArrayList<>(List.of(arguments(outputs, SETTINGS)));
    command.addAll(List.of("--checkpoint-minutes", "0.00001"));
    Process process = ChildProcess.start(List.of(), command);
    ChildProcess.waitForLine(process, "Trial 2 ");
    process.destroyForcibly().waitFor();
    assertThat(table(outputs)).hasSizeLessThan(table(whole).size());

    Run.of("tune", "--resume", "--name", "tune", "--output-dir", outputs.toString()).succeeded();

    assertThat(table(outputs)).isEqualTo(table(whole));
  }

  @Test
  void aSearchOutOfTimeGoesOnWithTheSameCommand() throws IOException {
    Run stopped =
        tune(
            outputs,
            Stream.concat(Stream.of(SETTINGS), Stream.of("--budget-minutes", "0.000001"))
                .toArray(String[]::new));
    stopped.succeeded();
    assertThat(stopped.out())
        .anyMatch(line -> line.startsWith("Not at its end (the minutes are over); resume with:"));

    tune(outputs, SETTINGS).succeeded();

    assertThat(table(outputs)).isEqualTo(table(whole));
  }

  @Test
  void otherSettingsAreRefusedAndNothingIsLost() throws IOException {
    List<String> before = table(whole);
    tune(whole, "--epochs", "2", "--trials", "4", "--sampler", "random")
        .failed(
            2,
            whole.resolve("runs/tune/trials.jsonl")
                + " holds another search: --epochs was 3, is 2; --sampler was tpe, is random;"
                + " choose another --name (see mnist-cnn tune --help)");
    assertThat(table(whole)).isEqualTo(before);
  }

  @Test
  void failedTrialsAreKeptWithTheReasonAndParallelOnesDoNotOversubscribe() throws IOException {
    Path space = outputs.resolve("failing.json");
    Files.writeString(
        space,
        """
        {"optimizer": {"choices": ["sgd", "adam", "adamm"]}, "nesterov": {"choices": [true, false]}}
        """);
    int parallel = Math.min(2, Runtime.getRuntime().availableProcessors());
    Run run =
        Run.of(
            "tune",
            "--space",
            space.toString(),
            "--data",
            excerpt.toString(),
            "--output-dir",
            outputs.toString(),
            "--epochs",
            "1",
            "--trials",
            "6",
            "--sampler",
            "random",
            "--scheduler",
            "none",
            "--parallel",
            Integer.toString(parallel));
    run.succeeded();
    String board = Files.readString(outputs.resolve("runs/tune/leaderboard.csv"));
    assertThat(board)
        .contains("failed,,0,")
        .contains("nesterov has no effect here: it belongs to optimizer sgd")
        .contains("no optimizer adamm; did you mean");
    // adam, and sgd without Nesterov's momentum, of which there is none.
    assertThat(board.lines().filter(line -> line.contains(",done,"))).hasSize(2);
    if (parallel == 2) {
      int threads = Runtime.getRuntime().availableProcessors() / 2;
      assertThat(outputs.resolve("runs/tune/best.json"))
          .content()
          .contains("\"threads\" : \"%d\"".formatted(threads));
    }
  }

  @Test
  void withoutASearchThereIsNothingToResume() {
    Run.of("tune", "--resume", "--output-dir", outputs.toString())
        .failed(
            1,
            outputs.resolve("runs/tune")
                + ": no search to resume; start a new one, or name the one to resume");
  }

  @Test
  void aTableHeldByAnotherProcessIsLeftAlone() throws IOException {
    Path file = whole.resolve("runs/tune/trials.jsonl");
    try (TrialTable held = TrialTable.open(file, Map.of())) {
      assertThat(held.trials()).hasSize(4);
      Run run = tune(whole, SETTINGS);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .singleElement()
          .asString()
          .contains("another process searches here; wait for its end");
    }
  }
}
