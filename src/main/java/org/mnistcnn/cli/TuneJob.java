package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.mnistcnn.common.Names;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.search.Leaderboard;
import org.mnistcnn.search.Objective;
import org.mnistcnn.search.Sampler;
import org.mnistcnn.search.Scheduler;
import org.mnistcnn.search.Search;
import org.mnistcnn.search.SearchPlan;
import org.mnistcnn.search.SearchSpace;
import org.mnistcnn.search.Trial;
import org.mnistcnn.search.TrialTable;
import org.mnistcnn.train.FitOptions;

/** One run of {@code tune}, from the search space to the test of the winner. */
final class TuneJob {

  /** What a shell says of a program that Ctrl-C ended. */
  private static final int INTERRUPTED = 130;

  /** The search space among what a search was started with. */
  static final String SPACE = "the search space";

  private static final long LARGEST_SPACE = 1 << 20;

  private final TuneCommand options;
  private final TrainCommand typed;
  private final TrainCommand training;
  private final Optional<String> storedSpace;
  private final PrintWriter out;
  private final long start = System.nanoTime();

  /**
   * A run.
   *
   * @param options of the search
   * @param typed the options of all trials that were typed
   * @param storedSpace the search space of a search that is gone on with; empty to read the file
   */
  TuneJob(TuneCommand options, TrainCommand typed, Optional<String> storedSpace)
      throws IOException {
    this.options = options;
    this.typed = typed;
    this.training = typed.withDefaults();
    this.storedSpace = storedSpace;
    this.out = options.spec().commandLine().getOut();
  }

  /** Where the trials of a search are. */
  static Path table(Outputs outputs) {
    return outputs.run().resolve("trials.jsonl");
  }

  /** Does all of it; returns the exit code. */
  int run() throws IOException {
    TuneRules.requireForTrials(options, training);
    String spaceText = spaceText();
    SearchSpace space = space(spaceText);
    Map<String, String> given = RunSettings.given(training.spec().commandLine().getParseResult());
    // What a preset says of a parameter that is searched.
    space.parameters().forEach(parameter -> given.remove("--" + parameter.name()));
    SearchPlan unread = checked(() -> plan(space, given, "unread"));
    training.common.checked(training.execution::execution);
    BooleanSupplier over = overTime();
    TrainTestData data = training.common.trainTest(out::println);
    Dataset limited = training.common.checked(() -> training.plan.limited(data.training()));
    SearchPlan plan = plan(unread.space(), given, DataFacts.fingerprint(limited));
    Outputs outputs = training.common.outputs();
    Outputs.requireWritable(outputs.run());
    Map<String, String> search = TuneRules.description(options, plan, spaceText, given);
    if (!Files.exists(table(outputs)) && Files.exists(outputs.run().resolve("history.csv"))) {
      throw options.usage(
          "%s holds a run of train; choose another --name".formatted(outputs.run()));
    }
    try (TrialTable table = TrialTable.open(table(outputs), search)) {
      TuneRules.requireSame(options, table.search(), search, table(outputs));
      TrialTraining runner =
          new TrialTraining(
              options.spec().commandLine(),
              TuneRules.local(training),
              outputs.run(),
              data.training(),
              this::warn);
      return search(plan, table, runner, outputs, data.test(), over);
    }
  }

  private int search(
      SearchPlan plan,
      TrialTable table,
      TrialTraining runner,
      Outputs outputs,
      Dataset test,
      BooleanSupplier over)
      throws IOException {
    printStart(plan, table);
    Search.Outcome outcome;
    boolean interrupted;
    try (Interruption interruption = new Interruption()) {
      outcome =
          new Search(plan, table, runner, trial -> printTrial(plan, table, trial))
              .run(() -> interruption.getAsBoolean() || over.getAsBoolean());
      interrupted = interruption.getAsBoolean();
    }
    TuneResults results = new TuneResults(plan, table, outputs, out);
    results.write();
    if (outcome == Search.Outcome.STOPPED) {
      out.printf(
          "%nNot at its end (%s); go on with: mnist-cnn tune --resume%s%n",
          interrupted ? "interrupted" : "the minutes are over", training.common.whereabouts());
      return interrupted ? INTERRUPTED : 0;
    }
    if (outcome == Search.Outcome.EXHAUSTED) {
      out.printf("%nEvery combination of the space has been tried%n");
    } else if (outcome == Search.Outcome.BUDGET_SPENT) {
      out.printf("%nThe budget of %d epochs is spent%n", plan.budgetEpochs().orElse(0));
    }
    results.test(runner, test);
    return 0;
  }

  private SearchSpace space(String text) {
    try {
      SearchSpace space = SearchSpace.parse(text);
      SpaceRules.check(
          space,
          options.spec().commandLine(),
          RunSettings.given(typed.spec().commandLine().getParseResult()));
      return space;
    } catch (IllegalArgumentException e) {
      String file = options.space == null ? "" : options.space + ": ";
      throw options.usage(file + e.getMessage());
    }
  }

  private String spaceText() throws IOException {
    if (storedSpace.isPresent()) {
      return storedSpace.get();
    }
    Path file = options.space;
    if (file == null) {
      throw options.usage("--space is missing: name a JSON file that says what to search");
    }
    if (Files.isDirectory(file)) {
      throw options.usage(file + ": a directory; name a JSON file that says what to search");
    }
    if (Files.size(file) > LARGEST_SPACE) {
      throw options.usage("%s: a search space has at most 1 MiB".formatted(file));
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw options.usage("%s: not JSON: not UTF-8".formatted(file));
    }
  }

  private SearchPlan plan(SearchSpace space, Map<String, String> given, String data) {
    FitOptions plan = training.plan.plan();
    Map<String, String> fixed = new TreeMap<>();
    given.forEach(
        (name, value) -> {
          if (!name.equals("--seed") && !name.equals("--epochs")) {
            fixed.put(name.substring(2), value);
          }
        });
    int threads =
        options.parallel <= 1
            ? 0
            : Math.max(1, Runtime.getRuntime().availableProcessors() / options.parallel);
    Sampler sampler =
        Sampler.named(options.sampler)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        Names.unknown("sampler", options.sampler, List.of("random", "tpe"))));
    return new SearchPlan(
        space,
        sampler,
        new Scheduler(options.scheduler, options.minEpochs, options.reduction),
        Objective.of(options.objective),
        options.trials,
        options.budgetEpochs == null ? OptionalInt.empty() : OptionalInt.of(options.budgetEpochs),
        options.parallel,
        threads,
        plan.seed(),
        plan.epochs(),
        fixed,
        data);
  }

  private BooleanSupplier overTime() {
    Double minutes = options.budgetMinutes;
    if (minutes == null) {
      return () -> false;
    }
    if (!(minutes > 0 && minutes <= 525_600)) {
      throw options.usage("--budget-minutes must be in (0, 525600], got " + minutes);
    }
    return () -> System.nanoTime() - start >= minutes * 60e9;
  }

  private void printStart(SearchPlan plan, TrialTable table) {
    int done = (int) table.trials().stream().filter(trial -> !trial.running()).count();
    out.printf(
        Locale.ROOT,
        "Searching for the best %s: %d trials, sampler %s, scheduler %s, %s%n",
        plan.objective().key(),
        plan.trials(),
        options.sampler,
        plan.scheduler().kind(),
        plan.parallel() == 1
            ? "one at a time"
            : "%d at a time on %d thread(s) each".formatted(plan.parallel(), plan.threads()));
    if (!table.trials().isEmpty()) {
      out.printf("Going on after %d trials%n", done);
    }
  }

  private void printTrial(SearchPlan plan, TrialTable table, Trial trial) {
    Trial best = Leaderboard.of(plan.objective(), table.trials()).best().orElse(trial);
    out.printf(
        Locale.ROOT,
        "Trial %d - %d/%d epochs - %s - %s (best: trial %d, %.4f)%n",
        trial.description().id(),
        trial.epochs(),
        trial.description().epochs(),
        trial.isFailed()
            ? "failed: " + trial.result().map(result -> result.reason()).orElse("")
            : String.format(
                Locale.ROOT, "%s %.4f", plan.objective().key(), trial.value(plan.objective())),
        TuneResults.settings(trial),
        best.description().id(),
        best.value(plan.objective()));
  }

  private void warn(String warning) {
    options.spec().commandLine().getErr().println("mnist-cnn: " + warning);
  }

  /** A setting that is refused is an error in the command line. */
  private <T> T checked(Supplier<T> setting) {
    try {
      return setting.get();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      String name = message.substring(0, Math.max(0, message.indexOf(' ')));
      String option = "--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      boolean own = options.spec().findOption(option) != null;
      throw options.usage(own ? option + message.substring(name.length()) : message);
    }
  }
}
