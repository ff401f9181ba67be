package org.mnistcnn.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.search.Scheduler;
import org.mnistcnn.search.TrialTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Searches for the options of {@code train} that are best on the validation images. */
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

  /** Names of a search's own options that an interrupted one may be gone on with otherwise. */
  static final List<String> FREE =
      List.of(
          "--resume", "--verbose", "--trials", "--parallel", "--budget-minutes", "--budget-epochs");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--space",
      paramLabel = "FILE",
      description =
          "What to search, as JSON: {\"learning-rate\": {\"min\": 1e-4, \"max\": 1e-2, \"log\":"
              + " true}, \"optimizer\": {\"choices\": [\"adam\", \"sgd\"]}}; docs/TUNING.md has all"
              + " of it.")
  @Nullable Path space;

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "30",
      description = "How many combinations to try (default: ${DEFAULT-VALUE}).")
  int trials;

  @Option(
      names = "--sampler",
      paramLabel = "NAME",
      defaultValue = "tpe",
      description =
          "random, or tpe, which learns from the trials before (default: ${DEFAULT-VALUE}).")
  String sampler = "tpe";

  @Option(
      names = "--scheduler",
      paramLabel = "NAME",
      defaultValue = "asha",
      description =
          "none trains every trial to its end; asha stops poor ones early; hyperband does so in"
              + " several ways at once (default: ${DEFAULT-VALUE}).")
  Scheduler.Kind scheduler = Scheduler.Kind.ASHA;

  @Option(
      names = "--min-epochs",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "After how many epochs asha and hyperband judge a trial first (default:"
              + " ${DEFAULT-VALUE}).")
  int minEpochs;

  @Option(
      names = "--reduction",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "One trial in N goes on, for N times as many epochs (default: ${DEFAULT-VALUE}).")
  int reduction;

  @Option(
      names = "--objective",
      paramLabel = "KEY",
      defaultValue = "val_accuracy",
      description = "The measure whose best value wins (default: ${DEFAULT-VALUE}).")
  String objective = "val_accuracy";

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How many trials run at once, each on its share of the threads (default:"
              + " ${DEFAULT-VALUE}).")
  int parallel;

  @Option(
      names = "--budget-minutes",
      paramLabel = "N",
      description = "End when N minutes are over; the same command goes on for as long again.")
  @Nullable Double budgetMinutes;

  @Option(
      names = "--budget-epochs",
      paramLabel = "N",
      description = "Start nothing that would bring the epochs of all trials over N.")
  @Nullable Integer budgetEpochs;

  @Option(
      names = "--resume",
      description =
          "Go on with the search of this --name, with the options it was started with; the same"
              + " command does so, too.")
  private boolean resume;

  @Option(names = "--verbose", description = "Say more, and show the stack trace of a failure.")
  private boolean verbose;

  @Unmatched private List<String> trainArguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (!resume) {
      return new TuneJob(this, training(), Optional.empty()).run();
    }
    Path file = TuneJob.table(training().common.outputs());
    Map<String, String> then =
        TrialTable.search(file)
            .orElseThrow(
                () ->
                    new IOException(
                        "%s: no search to resume; start it without --resume, or name it by --name"
                            .formatted(file.getParent())));
    return resumed(then);
  }

  /** The search with the options that it was started with, and those that are given now. */
  private int resumed(Map<String, String> then) throws IOException {
    ParseResult own = spec().commandLine().getParseResult();
    ParseResult train = training().spec().commandLine().getParseResult();
    List<String> arguments = new ArrayList<>();
    then.forEach(
        (name, value) -> {
          boolean given = own.hasMatchedOption(name) || train.hasMatchedOption(name);
          if (name.startsWith("--") && !given) {
            arguments.add(name + "=" + value);
          }
        });
    List<String> typed = own.originalArgs();
    // The first one is the command's own name.
    typed.subList(1, typed.size()).stream()
        .filter(argument -> !argument.equals("--resume"))
        .forEach(arguments::add);
    TuneCommand started = TrainCommand.parsed(new TuneCommand(), arguments, spec().commandLine());
    Optional<String> text =
        own.hasMatchedOption("--space")
            ? Optional.empty()
            : Optional.ofNullable(then.get(TuneJob.SPACE));
    return new TuneJob(started, started.training(), text).run();
  }

  /** The options of {@code train} among the arguments. */
  private TrainCommand training() {
    List<String> arguments = new ArrayList<>();
    if (trainArguments.stream()
        .noneMatch(argument -> argument.equals("--name") || argument.startsWith("--name="))) {
      arguments.add("--name=tune");
    }
    arguments.addAll(trainArguments);
    return TrainCommand.parsed(new TrainCommand(), arguments, spec().commandLine());
  }

  CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("the command was not parsed");
    }
    return spec;
  }

  boolean verbose() {
    return verbose;
  }

  /** An error in the command line, to be thrown. */
  ParameterException usage(String message) {
    return new ParameterException(spec().commandLine(), message);
  }
}
