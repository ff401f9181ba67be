package org.mnistcnn.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.mnistcnn.app.tune.TuneRun;
import org.mnistcnn.search.Importance;
import org.mnistcnn.search.Search;
import org.mnistcnn.search.SearchPlan;
import org.mnistcnn.search.Trial;
import org.mnistcnn.search.TrialResult;

/** Prints the course and the end of a search. */
final class SearchConsole implements TuneRun.TrialObserver {

  private static final int SHOWN = 10;

  private final PrintWriter out;
  private final String sampler;

  SearchConsole(PrintWriter out, String sampler) {
    this.out = out;
    this.sampler = sampler;
  }

  @Override
  public void begins(SearchPlan plan, int done) {
    out.printf(
        Locale.ROOT,
        "Searching for the best %s: %d trials, sampler %s, scheduler %s, %s%n",
        plan.objective().key(),
        plan.trials(),
        sampler,
        plan.scheduler().kind(),
        plan.parallel() == 1
            ? "one at a time"
            : "%d at a time on %d thread(s) each".formatted(plan.parallel(), plan.threads()));
    if (done > 0) {
      out.printf("Resuming after %d trials%n", done);
    }
  }

  @Override
  public void ended(SearchPlan plan, Trial trial, Trial best) {
    out.printf(
        Locale.ROOT,
        "Trial %d - %d/%d epochs - %s - %s (best: trial %d, %.4f)%n",
        trial.description().id(),
        trial.epochs(),
        trial.description().epochs(),
        trial.isFailed()
            ? "failed: " + trial.result().map(TrialResult::reason).orElse("")
            : String.format(
                Locale.ROOT, "%s %.4f", plan.objective().key(), trial.value(plan.objective())),
        settings(trial),
        best.description().id(),
        best.value(plan.objective()));
  }

  /** A trial's settings on one line. */
  private static String settings(Trial trial) {
    return trial.description().settings().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  /** Prints the leaderboard, the files, and the test of the winner. */
  void print(TuneRun.Result result) {
    printBoard(result);
    printImportance(result.importance());
    out.println();
    Console.printWritten(out, result.written());
    if (result.outcome() == Search.Outcome.STOPPED) {
      return;
    }
    if (result.outcome() == Search.Outcome.EXHAUSTED) {
      out.printf("%nEvery combination of the space has been tried%n");
    } else if (result.outcome() == Search.Outcome.BUDGET_SPENT) {
      out.printf("%nThe budget of %d epochs is spent%n", result.plan().budgetEpochs().orElse(0));
    }
    if (result.test().isEmpty()) {
      out.printf(
          "%nNo trial came to its end, so that there is no model to test; best.json trains the"
              + " best one to its end%n");
      return;
    }
    Map<String, Double> measures = result.test().get();
    result
        .board()
        .best()
        .ifPresent(
            winner ->
                out.printf(
                    Locale.ROOT,
                    "%nTrial %d, which validation chose, on the test set: loss %.4f, accuracy %.4f%n",
                    winner.description().id(),
                    measures.getOrDefault("loss", Double.NaN),
                    measures.getOrDefault("accuracy", Double.NaN)));
    result
        .best()
        .ifPresent(
            file ->
                out.printf(
                    "Train it again, export it and chart it with: mnist-cnn train --config %s%n",
                    file));
  }

  private void printBoard(TuneRun.Result result) {
    SearchPlan plan = result.plan();
    List<Trial> trials = result.trials();
    out.printf(
        Locale.ROOT,
        "%n%d trials (%d to their end, %d stopped early, %d failed), %d epochs, %.0f s of"
            + " training%n%n",
        trials.size(),
        trials.stream().filter(Trial::isDone).count(),
        trials.stream().filter(trial -> trial.isMeasured() && !trial.isDone()).count(),
        trials.stream().filter(Trial::isFailed).count(),
        trials.stream().mapToInt(Trial::epochs).sum(),
        trials.stream().mapToDouble(Trial::seconds).sum());
    out.printf("rank  trial  %-12s  epochs  settings%n", plan.objective().key());
    int rank = 0;
    for (Trial trial : result.board().ranked()) {
      if (rank == SHOWN || !trial.isMeasured()) {
        break;
      }
      rank++;
      out.printf(
          Locale.ROOT,
          "%4d  %5d  %-12.4f  %6d  %s%n",
          rank,
          trial.description().id(),
          trial.value(plan.objective()),
          trial.epochs(),
          settings(trial));
    }
  }

  private void printImportance(Importance importance) {
    if (importance.shares().isEmpty()) {
      return;
    }
    out.printf(
        "%nShare of the variance that is due to each parameter alone (%d trials%s): %s%n",
        importance.trials(),
        importance.epochs() == 0 ? "" : ", after %d epoch(s)".formatted(importance.epochs()),
        importance.shares().entrySet().stream()
            .map(
                entry ->
                    String.format(
                        Locale.ROOT, "%s %.0f %%", entry.getKey(), 100 * entry.getValue()))
            .collect(Collectors.joining(", ")));
  }
}
