package org.mnistcnn.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.Split;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.train.FitOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Makes one model of several: trains them, or takes those that are there. */
@Command(
    name = "ensemble",
    description = {
      "Trains several models and makes one of them, whose probabilities are the mean of theirs; or"
          + " makes one of models that are there.",
      "Takes the options of train, which are those of every member. Members are runs of their own,"
          + " NAME-1, NAME-2, ...; the same command goes on where it was interrupted."
    },
    modelTransformer = TrainOptions.class,
    sortOptions = false)
final class EnsembleCommand implements Callable<Integer> {

  private static final String SEED = "--seed";
  private static final String FOLD = "--validation-fold";

  /** What members have in another way than the ensemble. */
  private static final Set<String> OWN = Set.of("--name", SEED, FOLD, "--resume");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--members",
      paramLabel = "N",
      description =
          "Train N models: with the seeds S, S+1, ..., each validating on another block of the"
              + " training set, unless --validation-fold names one for all.")
  private @Nullable Integer members;

  @Option(
      names = "--from",
      paramLabel = "MODEL",
      arity = "1..*",
      description =
          "Take these models: runs (runs/NAME), checkpoints, SavedModels of this program, .keras"
              + " files.")
  private List<Path> from = List.of();

  @Option(
      names = "--weights",
      paramLabel = "HOW",
      defaultValue = "equal",
      description =
          "equal, or fitted: shares that make the log loss least on the part of the training set"
              + " that every member has held out, which must be one part; never on the test set"
              + " (default: ${DEFAULT-VALUE}).")
  private EnsembleJob.Weighting weighting = EnsembleJob.Weighting.EQUAL;

  @Option(
      names = "--resume",
      description = "Go on with the ensemble of this --name, with the options it was started with.")
  private boolean resume;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Mixin private final PlanOptions plan = new PlanOptions();

  @Mixin private final GateOptions gates = new GateOptions();

  @Override
  public Integer call() throws IOException {
    if (!resume && !Defaults.areGiven(parsed())) {
      return run();
    }
    List<String> arguments;
    try {
      arguments =
          resume
              ? RunSettings.resumed(parsed(), EnsembleFile.read(outputs().run()))
              : Defaults.behind(spec().commandLine());
    } catch (IllegalArgumentException e) {
      throw common.usage(String.valueOf(e.getMessage()));
    }
    return TrainCommand.parsed(new EnsembleCommand(), arguments, spec().commandLine()).run();
  }

  private int run() throws IOException {
    Outputs outputs = outputs();
    if (ModelSource.isRun(outputs.run())) {
      throw common.usage(
          "%s is a run of train: give the ensemble another --name".formatted(outputs.run()));
    }
    if (members != null) {
      return ofMembers(members, outputs);
    }
    if (from.isEmpty()) {
      throw common.usage(
          "say how many models to train, such as --members 5, or name those that are there, by"
              + " --from");
    }
    requireOnlyOwnOptions();
    List<EnsembleJob.Member> there =
        ExistingMembers.read(from, outputs.name(), common, Console.err(spec));
    TrainTestData data = common.trainTest(there.get(0).trained(), Console.err(spec)::println);
    return job(outputs, data).run(there);
  }

  private EnsembleJob job(Outputs outputs, TrainTestData data) throws IOException {
    Outputs.requireWritable(outputs.savedModels(), outputs.charts(), outputs.run());
    return new EnsembleJob(
        outputs,
        common,
        data,
        weighting,
        common.checkedGates(gates, data.test().classNames()),
        RunSettings.of(parsed()),
        Console.out(spec));
  }

  /** Trains the members that are not finished yet. */
  private int ofMembers(int count, Outputs outputs) throws IOException {
    if (!from.isEmpty()) {
      throw common.usage(
          "--members trains models and --from takes those that are there: one of" + " the two");
    }
    if (count < 2) {
      throw common.usage("--members must be at least 2, got " + count);
    }
    FitOptions first = checkedPlan();
    requireFittable();
    TrainTestData data = common.trainTest(Console.err(spec)::println);
    Dataset training;
    int folds;
    try {
      training = plan.limited(data.training());
      folds = Split.folds(training, plan.validationSplit());
    } catch (IllegalArgumentException e) {
      throw common.usage(e);
    }
    EnsembleJob job = job(outputs, data);
    List<MemberRun> runs = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      int fold = given(FOLD) ? plan.validationFold() : index % folds + 1;
      MemberRun run =
          MemberRun.of(
              arguments(outputs.name() + "-" + (index + 1), first.seed() + index, fold), spec());
      run.requireSame(DataFacts.fingerprint(training));
      runs.add(run);
    }
    EnsembleFile.write(outputs.run(), RunSettings.given(parsed()));
    List<EnsembleJob.Member> trained = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      MemberRun run = runs.get(index);
      Console.out(spec)
          .printf(
              "Member %d of %d, %s: %s%n", index + 1, count, run.name(), run.state().description());
      int exitCode = run.train(data);
      if (exitCode != 0) {
        Console.out(spec)
            .printf(
                "The ensemble goes on with: mnist-cnn ensemble --resume%s%n",
                common.whereabouts(outputs.name()));
        return exitCode;
      }
      trained.add(run.trained());
    }
    return job.run(trained);
  }

  private FitOptions checkedPlan() {
    try {
      return plan.plan();
    } catch (IllegalArgumentException e) {
      throw common.usage(e);
    }
  }

  /** Members that validate on different blocks have learned from each other's. */
  private void requireFittable() {
    if (weighting == EnsembleJob.Weighting.FITTED
        && (!given(FOLD) || plan.validationSplit() == 0)) {
      throw common.usage(
          "--weights fitted needs images that no member learns from: give one block to all members,"
              + " such as --validation-fold 1, and a --validation-split");
    }
  }

  /** The command line of a member. */
  private List<String> arguments(String name, long seed, int fold) {
    CommandSpec train = TrainOptions.train();
    List<String> arguments = new ArrayList<>();
    for (OptionSpec option : parsed().matchedOptions()) {
      String known = option.longestName();
      if (train.findOption(known) != null
          && !OWN.contains(known)
          && !GateOptions.NAMES.contains(known)) {
        arguments.add(RunSettings.argument(option));
      }
    }
    arguments.addAll(List.of("--name=" + name, SEED + "=" + seed, FOLD + "=" + fold));
    return arguments;
  }

  private void requireOnlyOwnOptions() {
    Set<String> useless = new TreeSet<>();
    for (OptionSpec option : parsed().matchedOptions()) {
      String name = option.longestName();
      boolean own =
          Set.of("--from", "--weights").contains(name)
              || GateOptions.NAMES.contains(name)
              || CommonOptions.NAMES.contains(name);
      if (!own) {
        useless.add(name);
      }
    }
    if (!useless.isEmpty()) {
      throw common.usage(
          "%s: no effect with --from, whose models are trained already: it belongs to --members"
              .formatted(String.join(", ", useless)));
    }
  }

  private boolean given(String option) {
    return parsed().hasMatchedOption(option);
  }

  private ParseResult parsed() {
    return spec().commandLine().getParseResult();
  }

  private Outputs outputs() {
    return new Outputs(common.outputs().root(), given("--name") ? common.name() : "ensemble");
  }

  private CommandSpec spec() {
    return Optional.ofNullable(spec)
        .orElseThrow(() -> new IllegalStateException("the command was not parsed"));
  }
}
