package org.mnistcnn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SearchTest {

  private static final SearchSpace SPACE =
      SearchSpace.parse("{\"x\": {\"min\": 0.0, \"max\": 1.0}, \"y\": {\"choices\": [1, 2]}}");

  private static final Scheduler ASHA = new Scheduler(Scheduler.Kind.ASHA, 1, 3);

  @TempDir Path directory;

  private final FakeRunner runner = new FakeRunner();

  private static SearchPlan plan(Scheduler scheduler, int trials, int parallel) {
    return plan(SPACE, scheduler, trials, OptionalInt.empty(), parallel);
  }

  private static SearchPlan plan(
      SearchSpace space, Scheduler scheduler, int trials, OptionalInt budget, int parallel) {
    return new SearchPlan(
        space,
        new TpeSampler(),
        scheduler,
        Objective.of("val_accuracy"),
        trials,
        budget,
        parallel,
        0,
        1,
        9,
        Map.of("limit", "100"),
        "100 images");
  }

  private Search.Outcome run(SearchPlan plan, String file) throws IOException {
    try (TrialTable table = open(file)) {
      return new Search(plan, table, runner, trial -> {}).run(() -> false);
    }
  }

  private TrialTable open(String file) throws IOException {
    return TrialTable.open(directory.resolve(file), Map.of("--sampler", "tpe"));
  }

  private List<Trial> trials(String file) throws IOException {
    try (TrialTable table = open(file)) {
      return table.trials();
    }
  }

  @Test
  void withoutASchedulerEveryTrialIsTrainedToItsEnd() throws IOException {
    assertThat(run(plan(Scheduler.none(), 12, 1), "t")).isEqualTo(Search.Outcome.COMPLETE);
    assertThat(trials("t")).hasSize(12).allMatch(trial -> trial.isDone() || trial.isFailed());
    assertThat(runner.runs).hasSize(12).allMatch(run -> run.endsWith(":9"));
  }

  @Test
  void ashaPromotesTheBestThirdOfEachRung() throws IOException {
    SearchSpace space =
        SearchSpace.parse("{\"x\": {\"min\": 0.0, \"max\": 0.8}, \"y\": {\"choices\": [1, 2]}}");
    run(plan(space, ASHA, 27, OptionalInt.empty(), 1), "t");

    List<Trial> trials = trials("t");
    assertThat(trials).hasSize(27);
    List<Trial> ranked =
        Leaderboard.of(Objective.of("val_accuracy"), trials).ranked().stream()
            .filter(Trial::isMeasured)
            .toList();
    // Some that were good when they were promoted are not at the end: at least a third goes on.
    assertThat(trials.stream().filter(trial -> trial.epochs() >= 3).count()).isBetween(9L, 16L);
    assertThat(trials.stream().filter(Trial::isDone).count()).isBetween(3L, 8L);
    double best =
        trials.stream()
            .filter(Trial::isMeasured)
            .mapToDouble(trial -> Double.parseDouble(x(trial)))
            .max()
            .orElseThrow();
    assertThat(x(ranked.get(0))).isEqualTo(Double.toString(best));
    assertThat(ranked.get(0).isDone()).isTrue();
  }

  private static String x(Trial trial) {
    return trial.description().settings().getOrDefault("x", "");
  }

  @Test
  void hyperbandBeginsBracketsOnLaterRungs() {
    Scheduler hyperband = new Scheduler(Scheduler.Kind.HYPERBAND, 1, 3);
    List<Integer> firsts = new ArrayList<>();
    for (int id = 1; id <= 18; id++) {
      firsts.add(hyperband.rungs(id, 9).get(0));
    }
    // As in Hyperband's table for R = 9 and eta = 3: 9, 5 and 3 trials, and again from the start.
    assertThat(firsts).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 9, 9, 9, 1);
  }

  @Test
  void rungsEndWithTheLastEpoch() {
    assertThat(ASHA.rungs(1, 9)).containsExactly(1, 3, 9);
    assertThat(ASHA.rungs(1, 10)).containsExactly(1, 3, 10);
    assertThat(ASHA.rungs(1, 2)).containsExactly(2);
    assertThat(new Scheduler(Scheduler.Kind.ASHA, 2, 2).rungs(1, 16)).containsExactly(2, 4, 8, 16);
  }

  @Test
  void fewTrialsEndWithOneThatIsTrainedToItsEnd() throws IOException {
    for (Scheduler.Kind kind : Scheduler.Kind.values()) {
      run(plan(new Scheduler(kind, 1, 3), 2, 1), kind.toString());
      assertThat(trials(kind.toString())).anyMatch(Trial::isDone);
    }
  }

  @Test
  void failedTrialsAreKeptWithTheReasonAndTheSearchGoesOn() throws IOException {
    run(plan(Scheduler.none(), 40, 1), "t");

    assertThat(trials("t").stream().filter(Trial::isFailed).toList())
        .isNotEmpty()
        .extracting(trial -> trial.result().orElseThrow().reason())
        .containsAnyOf("java.lang.IllegalStateException: x is too large", "val_accuracy is NaN");
    assertThat(Files.readString(directory.resolve("t"))).contains("x is too large");
  }

  @Test
  void anInterruptedSearchGoesOnAsIfItHadNotBeen() throws IOException {
    run(plan(ASHA, 20, 1), "whole");
    for (int stopAfter = 1; stopAfter < 20; stopAfter += 6) {
      String file = "stopped" + stopAfter;
      AtomicInteger asked = new AtomicInteger();
      int limit = stopAfter;
      try (TrialTable table = open(file)) {
        assertThat(
                new Search(plan(ASHA, 20, 1), table, runner, trial -> {})
                    .run(() -> asked.incrementAndGet() > limit))
            .isEqualTo(Search.Outcome.STOPPED);
      }
      assertThat(run(plan(ASHA, 20, 1), file)).isEqualTo(Search.Outcome.COMPLETE);
      assertThat(lines(file)).isEqualTo(lines("whole"));
    }
  }

  @Test
  void aTableThatEndsAnywhereGoesOnAsIfItHadNotBeen() throws IOException {
    run(plan(ASHA, 6, 1), "whole");
    byte[] whole = Files.readAllBytes(directory.resolve("whole"));
    int header = lines("whole").get(0).length() + 1;
    for (int length = header; length < whole.length; length += 311) {
      Files.write(directory.resolve("cut"), Arrays.copyOf(whole, length));
      run(plan(ASHA, 6, 1), "cut");
      assertThat(lines("cut")).isEqualTo(lines("whole"));
    }
  }

  /** The table without what differs from run to run. */
  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(directory.resolve(file)).stream()
        .map(
            line ->
                line.replaceAll("\"seconds\":[^,}]*", "").replaceAll("\"reason\":\"java[^\"]*", ""))
        .toList();
  }

  @Test
  void moreTrialsGoOnWhereFewerEnded() throws IOException {
    run(plan(Scheduler.none(), 5, 1), "t");
    run(plan(Scheduler.none(), 15, 1), "t");
    run(plan(Scheduler.none(), 15, 1), "whole");
    assertThat(lines("t")).isEqualTo(lines("whole"));
  }

  @Test
  void parallelTrialsAreAllKept() throws IOException {
    assertThat(run(plan(ASHA, 30, 4), "t")).isEqualTo(Search.Outcome.COMPLETE);
    assertThat(trials("t")).hasSize(30).noneMatch(Trial::running);
    assertThat(trials("t")).anyMatch(Trial::isDone);
  }

  @Test
  void theBudgetOfEpochsIsNotExceeded() throws IOException {
    SearchPlan plan = plan(SPACE, Scheduler.none(), 100, OptionalInt.of(50), 1);
    assertThat(run(plan, "t")).isEqualTo(Search.Outcome.BUDGET_SPENT);
    int epochs = trials("t").stream().mapToInt(Trial::epochs).sum();
    assertThat(epochs).isBetween(42, 50);

    SearchPlan halving = plan(SPACE, ASHA, 100, OptionalInt.of(50), 2);
    assertThat(run(halving, "u")).isEqualTo(Search.Outcome.BUDGET_SPENT);
    assertThat(trials("u").stream().mapToInt(Trial::epochs).sum()).isBetween(42, 50);
  }

  @Test
  void aSmallSpaceIsExhausted() throws IOException {
    SearchSpace small =
        SearchSpace.parse("{\"x\": {\"choices\": [0.1, 0.2]}, \"y\": {\"choices\": [1, 2]}}");
    assertThat(run(plan(small, Scheduler.none(), 50, OptionalInt.empty(), 1), "t"))
        .isEqualTo(Search.Outcome.EXHAUSTED);
    assertThat(trials("t")).hasSize(4);
  }

  @Test
  void whatWillNotGoOnIsFreedButForTheBest() throws IOException {
    run(plan(Scheduler.none(), 10, 1), "t");
    int best =
        Leaderboard.of(Objective.of("val_accuracy"), trials("t"))
            .best()
            .orElseThrow()
            .description()
            .id();
    assertThat(runner.discarded).doesNotContain(best).isNotEmpty();
  }

  @Test
  void aDamagedLineBeforeTheEndIsNamed() throws IOException {
    run(plan(Scheduler.none(), 3, 1), "t");
    Path file = directory.resolve("t");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(2, lines.get(2).substring(5));
    Files.write(file, lines);
    assertThatIOException()
        .isThrownBy(() -> open("t"))
        .withMessage(file + ": line 3 is damaged; bring the file back, or choose another name");
  }

  @Test
  void aFileThatIsNoTableIsRefused() throws IOException {
    for (String text : List.of("", "\n", "hello\n", "{\"search\":{\"format\":1}}\n", "{}\n")) {
      Files.writeString(directory.resolve("t"), text);
      assertThatIOException()
          .isThrownBy(() -> open("t"))
          .withMessage(directory.resolve("t") + ": not a table of trials; choose another name");
    }
    Files.writeString(directory.resolve("t"), "{\"search\":{\"format\":2,\"settings\":{}}}\n");
    assertThatIOException()
        .isThrownBy(() -> open("t"))
        .withMessageContaining("another version of this program");
  }

  @Test
  void aLastLineOfZerosIsDropped() throws IOException {
    run(plan(Scheduler.none(), 3, 1), "t");
    List<String> whole = lines("t");
    Files.write(directory.resolve("t"), new byte[] {0, 0, 0, '\n'}, StandardOpenOption.APPEND);
    run(plan(Scheduler.none(), 3, 1), "t");
    assertThat(lines("t")).isEqualTo(whole);
  }

  @Test
  void twoProcessesDoNotWriteTheSameTable() throws IOException {
    try (TrialTable first = open("t")) {
      assertThat(first.trials()).isEmpty();
      assertThatIOException()
          .isThrownBy(() -> open("t"))
          .withMessageContaining("another process searches here");
    }
  }

  @Test
  void descriptionsAndResultsGoToJsonAndBack() throws IOException {
    run(plan(ASHA, 12, 1), "t");
    for (Trial trial : trials("t")) {
      TrialDescription description = trial.description();
      assertThat(TrialDescription.parse(description.json())).isEqualTo(description);
      TrialResult result = trial.result().orElseThrow();
      assertThat(TrialResult.parse(result.json())).isEqualTo(result);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrialDescription.parse("{\"id\": 1}"))
        .withMessageStartingWith("not a trial: ");
    assertThatIllegalArgumentException().isThrownBy(() -> TrialResult.parse("[]"));
  }

  @Test
  void epochsAreNotSearchedWhereTheSchedulerDecidesThem() {
    SearchSpace space = SearchSpace.parse("{\"epochs\": {\"min\": 1, \"max\": 5}}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(space, ASHA, 5, OptionalInt.empty(), 1))
        .withMessageStartingWith("epochs can't be searched with scheduler asha");
    assertThat(plan(space, Scheduler.none(), 5, OptionalInt.empty(), 1).epochs()).isEqualTo(9);
  }
}
