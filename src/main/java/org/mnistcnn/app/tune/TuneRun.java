package org.mnistcnn.app.tune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mnistcnn.app.Outputs;
import org.mnistcnn.app.Overlay;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.app.RunObserver;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.search.Importance;
import org.mnistcnn.search.Leaderboard;
import org.mnistcnn.search.Search;
import org.mnistcnn.search.SearchPlan;
import org.mnistcnn.search.Trial;
import org.mnistcnn.search.TrialResult;
import org.mnistcnn.search.TrialTable;

/** A search, from the space of settings to the test of the winner. */
public final class TuneRun {

  /** Is told of the course of a search beside what a run tells. */
  public interface TrialObserver {

    /**
     * The search begins, or is resumed.
     *
     * @param done how many trials have ended before
     */
    void begins(SearchPlan plan, int done);

    /** A trial ended or paused; {@code best} is the best one so far. */
    void ended(SearchPlan plan, Trial trial, Trial best);
  }

  /**
   * What a search came to.
   *
   * @param outcome why it ended
   * @param interrupted whether it was asked to end before its end
   * @param board all trials, the best one first
   * @param written all files that it wrote, for people to look at
   * @param best the settings of the best trial, as a file; empty if no trial has a result
   * @param test measures of the winner on the test set by name; empty if it was not tested
   */
  public record Result(
      SearchPlan plan,
      Search.Outcome outcome,
      boolean interrupted,
      List<Trial> trials,
      Leaderboard board,
      Importance importance,
      List<Path> written,
      Optional<Path> best,
      Optional<Map<String, Double>> test) {}

  private final TuneConfig config;
  private final RunConfig trials;
  private final Outputs outputs;
  private final RunObserver observer;
  private final TrialObserver progress;
  private final long start = System.nanoTime();

  private TuneRun(
      TuneConfig config, RunConfig defaults, RunObserver observer, TrialObserver progress) {
    this.config = config;
    this.trials = config.settings().over(defaults);
    this.outputs = trials.output().outputs();
    this.observer = observer;
    this.progress = progress;
  }

  private static Path table(Outputs outputs) {
    return outputs.run().resolve("trials.jsonl");
  }

  /**
   * The search that was begun in a directory.
   *
   * @throws IOException if there is none
   */
  public static TuneConfig stored(Outputs outputs) throws IOException {
    return TuneConfig.ofTable(
        TrialTable.search(table(outputs))
            .orElseThrow(
                () ->
                    new IOException(
                        "%s: no search to resume; start a new one, or name the one to resume"
                            .formatted(outputs.run()))));
  }

  /**
   * Does all of a search, or what is left of it where it was interrupted.
   *
   * @param defaults of the settings that it does not say
   * @param given the settings that were said by a person, and not by a preset
   * @throws SettingException if the search can't be followed, or is not the one that was begun
   */
  public static Result run(
      TuneConfig config,
      RunConfig defaults,
      Overlay given,
      RunObserver observer,
      TrialObserver progress)
      throws IOException {
    return new TuneRun(config, defaults, observer, progress).run(given);
  }

  private Result run(Overlay given) throws IOException {
    TuneConfig.requireSearchable(config.space(), given);
    config.requireForTrials(trials);
    config.plan(trials, "unread");
    TrainTestData data = trials.data().read(observer::note);
    trials.tellParts(data, observer::note);
    SearchPlan plan = config.plan(trials, trials.images(data));
    Outputs.requireWritable(outputs.run());
    Path file = table(outputs);
    if (!Files.exists(file) && Files.exists(outputs.run().resolve("history.csv"))) {
      throw SettingException.of(
          "%s holds a run that is no search; choose another {name}", outputs.run());
    }
    Map<String, String> entries = config.entries(plan.data());
    try (TrialTable table = TrialTable.open(file, entries)) {
      TuneConfig.requireSame(table.search(), entries, file.toString());
      TrialTraining runner = new TrialTraining(trials, outputs.run(), data, observer::warn);
      return search(plan, table, runner, data.test());
    }
  }

  private Result search(SearchPlan plan, TrialTable table, TrialTraining runner, Dataset test)
      throws IOException {
    progress.begins(plan, (int) table.trials().stream().filter(trial -> !trial.running()).count());
    Search.Outcome outcome;
    boolean interrupted;
    try (RunObserver.StopRequest stop = observer.listen()) {
      outcome =
          new Search(
                  plan,
                  table,
                  runner,
                  trial ->
                      progress.ended(
                          plan,
                          trial,
                          Leaderboard.of(plan.objective(), table.trials()).best().orElse(trial)))
              .run(() -> stop.getAsBoolean() || isOverTime());
      interrupted = stop.getAsBoolean();
    }
    SearchFiles files = new SearchFiles(plan, table, outputs);
    List<Path> written = files.write();
    Optional<Map<String, Double>> tested =
        outcome == Search.Outcome.STOPPED
            ? Optional.empty()
            : test(files.board(), table, runner, test);
    return new Result(
        plan,
        outcome,
        interrupted,
        List.copyOf(table.trials()),
        files.board(),
        files.importance(),
        written,
        files.best(),
        tested);
  }

  private boolean isOverTime() {
    return config.budgetMinutes().isPresent()
        && System.nanoTime() - start >= config.budgetMinutes().get() * 60e9;
  }

  /**
   * Tests the winner, once: a search that is resumed does not test the same trial again.
   *
   * @return empty if the winner did not come to its end
   * @throws IOException if there is no winner
   */
  private static Optional<Map<String, Double>> test(
      Leaderboard board, TrialTable table, TrialTraining runner, Dataset test) throws IOException {
    Trial winner =
        board
            .best()
            .orElseThrow(
                () ->
                    new IOException(
                        "no trial has a result; the last one failed: "
                            + table.trials().stream()
                                .reduce((first, second) -> second)
                                .flatMap(Trial::result)
                                .map(TrialResult::reason)
                                .orElse("there was none")));
    if (!winner.isDone()) {
      return Optional.empty();
    }
    int id = winner.description().id();
    Optional<Map<String, Double>> known = table.test(id);
    if (known.isPresent()) {
      return known;
    }
    Map<String, Double> measures = runner.test(winner.description(), test);
    table.tested(id, measures);
    return Optional.of(measures);
  }
}
