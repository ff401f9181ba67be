package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.app.OutputConfig;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.app.tune.TuneConfig;
import org.mnistcnn.app.tune.TuneRun;
import org.mnistcnn.cli.options.GivenSettings;
import org.mnistcnn.cli.options.TakesSettings;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.search.Scheduler;
import org.mnistcnn.search.Search;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Searches for the options of {@code train} that are best on the validation images. */
@TakesSettings(hidden = true)
@Command(
    name = "tune",
    description = {
      "Searches for the options of train that are best on the validation images.",
      "",
      "Every option of train can be given as well, and is then the same for all trials: see"
          + " mnist-cnn train --help. --name is tune unless it is given, --seed decides what is"
          + " tried."
    },
    sortOptions = false)
final class TuneCommand implements Callable<Integer> {

  private static final long LARGEST_SPACE = 1 << 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--space",
      paramLabel = "FILE",
      description =
          "What to search, as JSON: {\"learning-rate\": {\"min\": 1e-4, \"max\": 1e-2, \"log\":"
              + " true}, \"optimizer\": {\"choices\": [\"adam\", \"sgd\"]}}; docs/TUNING.md has all"
              + " of it.")
  private @Nullable Path space;

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "30",
      description = "How many combinations to try (default: ${DEFAULT-VALUE}).")
  private int trials;

  @Option(
      names = "--sampler",
      paramLabel = "NAME",
      defaultValue = "tpe",
      description =
          "random, or tpe, which learns from the trials before (default: ${DEFAULT-VALUE}).")
  private String sampler = "tpe";

  @Option(
      names = "--scheduler",
      paramLabel = "NAME",
      defaultValue = "asha",
      description =
          "none trains every trial to its end; asha stops poor ones early; hyperband does so in"
              + " several ways at once (default: ${DEFAULT-VALUE}).")
  private Scheduler.Kind scheduler = Scheduler.Kind.ASHA;

  @Option(
      names = "--min-epochs",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "After how many epochs asha and hyperband judge a trial first (default:"
              + " ${DEFAULT-VALUE}).")
  private int minEpochs;

  @Option(
      names = "--reduction",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "One trial in N continues, for N times as many epochs (default: ${DEFAULT-VALUE}).")
  private int reduction;

  @Option(
      names = "--objective",
      paramLabel = "KEY",
      defaultValue = "val_accuracy",
      description = "The measure whose best value wins (default: ${DEFAULT-VALUE}).")
  private String objective = "val_accuracy";

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How many trials run at once, each on its share of the threads (default:"
              + " ${DEFAULT-VALUE}).")
  private int parallel;

  @Option(
      names = "--budget-minutes",
      paramLabel = "N",
      description = "End when N minutes are over; the same command continues for as long again.")
  private @Nullable Double budgetMinutes;

  @Option(
      names = "--budget-epochs",
      paramLabel = "N",
      description = "Start nothing that would bring the epochs of all trials over N.")
  private @Nullable Integer budgetEpochs;

  @Option(
      names = "--resume",
      description =
          "Resume the search of this --name, with the options it was started with; the same command"
              + " does so as well.")
  private boolean resume;

  @Override
  public Integer call() throws IOException {
    GivenSettings given = GivenSettings.of(spec);
    RunConfig defaults =
        RunConfig.DEFAULT.withOutput(new OutputConfig("tune", OutputConfig.DEFAULT.outputDir()));
    RunConfig config = given.all().over(defaults);
    TuneConfig search;
    requireSearchable(given);
    if (resume) {
      search = resumed(TuneRun.stored(config.output().outputs()), given);
    } else {
      search =
          new TuneConfig(
              spaceText(),
              trials,
              sampler,
              scheduler,
              minEpochs,
              reduction,
              objective,
              parallel,
              Optional.ofNullable(budgetMinutes),
              Optional.ofNullable(budgetEpochs),
              given.all());
    }
    PrintWriter out = spec.commandLine().getOut();
    SearchConsole console = new SearchConsole(out, search.sampler());
    try (ConsoleObserver observer = new ConsoleObserver(spec)) {
      TuneRun.Result result = TuneRun.run(search, defaults, given.typed(), observer, console);
      console.print(result);
      if (result.outcome() == Search.Outcome.STOPPED) {
        out.printf(
            "%nNot at its end (%s); resume with: mnist-cnn tune --resume%s%n",
            result.interrupted() ? "interrupted" : "the minutes are over",
            Console.whereabouts(config.output()));
        return result.interrupted() ? Console.INTERRUPTED : 0;
      }
    }
    return 0;
  }

  /** The search that was begun, with the options that are given now. */
  private TuneConfig resumed(TuneConfig begun, GivenSettings given) throws IOException {
    return new TuneConfig(
        Console.isTyped(spec, "--space") ? spaceText() : begun.space(),
        Console.isTyped(spec, "--trials") ? trials : begun.trials(),
        Console.isTyped(spec, "--sampler") ? sampler : begun.sampler(),
        Console.isTyped(spec, "--scheduler") ? scheduler : begun.scheduler(),
        Console.isTyped(spec, "--min-epochs") ? minEpochs : begun.minEpochs(),
        Console.isTyped(spec, "--reduction") ? reduction : begun.reduction(),
        Console.isTyped(spec, "--objective") ? objective : begun.objective(),
        Console.isTyped(spec, "--parallel") ? parallel : begun.parallel(),
        Optional.ofNullable(budgetMinutes),
        Optional.ofNullable(budgetEpochs).or(begun::budgetEpochs),
        begun.settings().and(given.all()));
  }

  private void requireSearchable(GivenSettings given) throws IOException {
    if (space == null) {
      return;
    }
    String text = spaceText();
    try {
      TuneConfig.requireSearchable(text, given.typed());
    } catch (SettingException e) {
      throw Console.usage(
          spec, "%s: %s".formatted(space, e.text().with(GivenSettings.names(spec))));
    } catch (IllegalArgumentException e) {
      throw Console.usage(spec, "%s: %s".formatted(space, e.getMessage()));
    }
  }

  private String spaceText() throws IOException {
    Path file = space;
    if (file == null) {
      throw Console.usage(spec, "--space is missing: name a JSON file that says what to search");
    }
    if (Files.isDirectory(file)) {
      throw Console.usage(spec, file + ": a directory; name a JSON file that says what to search");
    }
    if (Files.size(file) > LARGEST_SPACE) {
      throw Console.usage(spec, "%s: a search space has at most 1 MiB".formatted(file));
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw Console.usage(spec, "%s: not JSON: not UTF-8".formatted(file));
    }
  }
}
