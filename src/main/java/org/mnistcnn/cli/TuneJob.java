package org.mnistcnn.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.TrainTest;
import org.mnistcnn.nn.Names;
import org.mnistcnn.search.Leaderboard;
import org.mnistcnn.search.Objective;
import org.mnistcnn.search.Sampler;
import org.mnistcnn.search.Scheduler;
import org.mnistcnn.search.Search;
import org.mnistcnn.search.SearchPlan;
import org.mnistcnn.search.SearchSpace;
import org.mnistcnn.search.Trial;
import org.mnistcnn.search.TrialTable;
import org.mnistcnn.train.TrainingPlan;

/** One run of {@code tune}, from the search space to the test of the winner. */
final class TuneJob {

  /** What a shell says of a program that Ctrl-C ended. */
  private static final int INTERRUPTED = 130;

  /** The search space among what a search was started with. */
  static final String SPACE = "the search space";

  private static final long LARGEST_SPACE = 1 << 20;

  /** Options of {@code train} that belong to a machine, and to each trial all the same. */
  private static final List<String> LOCAL =
      List.of("--device", "--resident", "--checkpoint-minutes");

  /** Options of {@code train} that a search has in another form, or not at all. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "--max-minutes", "take --budget-minutes",
          "--threads", "take --parallel, which shares the threads",
          "--save-best", "the winner's checkpoints are kept",
          "--save-every", "the winner's checkpoints are kept",
          "--histograms", "train the winner with it",
          "--tensorboard", "train the winner with it");

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
    requireOwnOptions();
    String spaceText = spaceText();
    SearchSpace space = space(spaceText);
    Map<String, String> given = RunSettings.given(training.spec().commandLine().getParseResult());
    // What a preset says of a parameter that is searched.
    space.parameters().forEach(parameter -> given.remove("--" + parameter.name()));
    SearchPlan unread = checked(() -> plan(space, given, "unread"));
    training.common.checked(training.execution::execution);
    BooleanSupplier over = overTime();
    TrainTest data = training.common.trainTest(out::println);
    Dataset limited = training.common.checked(() -> training.plan.limited(data.training()));
    SearchPlan plan = plan(unread.space(), given, DataFacts.fingerprint(limited));
    Outputs outputs = training.common.outputs();
    Outputs.requireWritable(outputs.run());
    Map<String, String> search = description(plan, spaceText, given);
    if (!Files.exists(table(outputs)) && Files.exists(outputs.run().resolve("history.csv"))) {
      throw options.usage(
          "%s holds a run of train; choose another --name".formatted(outputs.run()));
    }
    try (TrialTable table = TrialTable.open(table(outputs), search)) {
      requireSame(table.search(), search, outputs);
      TrialTraining runner =
          new TrialTraining(
              options.spec().commandLine(), local(), outputs.run(), data.training(), this::warn);
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

  private void requireOwnOptions() {
    if (options.parallel > Runtime.getRuntime().availableProcessors()) {
      throw options.usage(
          "--parallel must be at most %d, the number of threads, got %d"
              .formatted(Runtime.getRuntime().availableProcessors(), options.parallel));
    }
    training
        .spec()
        .commandLine()
        .getParseResult()
        .matchedOptions()
        .forEach(
            option -> {
              String name = option.longestName();
              if (REFUSED.containsKey(name)) {
                throw options.usage("%s is not for trials: %s".formatted(name, REFUSED.get(name)));
              }
              if (GateOptions.NAMES.contains(name)) {
                throw options.usage(
                    name
                        + " is not for trials: gates are for the model that train makes of the"
                        + " winner");
              }
            });
    TrainingPlan plan = training.common.checked(training.plan::plan);
    if (plan.validationSplit() == 0) {
      throw options.usage("--validation-split must be more than 0: trials are judged by it");
    }
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
    TrainingPlan plan = training.plan.plan();
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

  /** What a search must have when it is gone on with. */
  private Map<String, String> description(
      SearchPlan plan, String spaceText, Map<String, String> given) {
    Map<String, String> search = new TreeMap<>(given);
    search.put("--sampler", options.sampler.toLowerCase(Locale.ROOT));
    search.put("--scheduler", options.scheduler.toString());
    search.put("--min-epochs", Integer.toString(options.minEpochs));
    search.put("--reduction", Integer.toString(options.reduction));
    search.put("--objective", options.objective);
    search.put("--trials", Integer.toString(options.trials));
    search.put(RunSettings.DATA, plan.data());
    try {
      search.put(SPACE, new ObjectMapper().readTree(spaceText).toString());
    } catch (JacksonException e) {
      throw new IllegalStateException("a search space that was read before", e);
    }
    return search;
  }

  private void requireSame(Map<String, String> then, Map<String, String> now, Outputs outputs) {
    List<String> differences = new ArrayList<>();
    Map<String, String> all = new TreeMap<>(then);
    all.putAll(now);
    for (String name : all.keySet()) {
      String before = then.getOrDefault(name, "not given");
      String after = now.getOrDefault(name, "not given");
      if (TuneCommand.FREE.contains(name) || before.equals(after)) {
        continue;
      }
      differences.add(
          name.startsWith("--")
              ? "%s was %s, is %s".formatted(name, before, after)
              : name + " was another");
    }
    if (!differences.isEmpty()) {
      throw options.usage(
          "%s holds another search: %s; choose another --name"
              .formatted(table(outputs), String.join("; ", differences)));
    }
  }

  private List<String> local() {
    List<String> local = new ArrayList<>();
    training
        .spec()
        .commandLine()
        .getParseResult()
        .matchedOptions()
        .forEach(
            option -> {
              if (LOCAL.contains(option.longestName())) {
                local.add(option.longestName() + "=" + option.getValue());
              }
            });
    return local;
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
