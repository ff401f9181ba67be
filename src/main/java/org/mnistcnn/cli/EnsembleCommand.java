package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.app.GateConfig;
import org.mnistcnn.app.OutputConfig;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.app.RunObserver;
import org.mnistcnn.app.Setting;
import org.mnistcnn.app.ensemble.EnsembleConfig;
import org.mnistcnn.app.ensemble.EnsembleRun;
import org.mnistcnn.cli.options.GivenSettings;
import org.mnistcnn.cli.options.TakesSettings;
import org.mnistcnn.common.SettingException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes one model of several: trains them, or takes existing ones. */
@TakesSettings(except = "from")
@Command(
    name = "ensemble",
    description = {
      "Trains several models and makes one of them, whose probabilities are the mean of theirs; or"
          + " makes one of existing models.",
      "Takes the options of train, which are those of every member. Members are runs of their own,"
          + " NAME-1, NAME-2, ...; the same command resumes where it was interrupted."
    },
    sortOptions = false)
final class EnsembleCommand implements Callable<Integer> {

  private static final String MEMBERS = "members";
  private static final String FROM = "from";
  private static final String WEIGHTS = "weights";

  /** What has an effect on existing models. */
  private static final Set<String> OF_MODELS =
      Set.of(
          "data",
          "imageSize",
          "channels",
          "testSplit",
          "splitSeed",
          "skipBad",
          "name",
          "outputDir",
          "device");

  @Spec private CommandSpec spec = CommandSpec.create();

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
          "equal, or fitted: shares that make the log loss smallest on the part of the training set"
              + " that every member has held out, which must be one part; never on the test set"
              + " (default: ${DEFAULT-VALUE}).")
  private EnsembleConfig.Weighting weighting = EnsembleConfig.Weighting.EQUAL;

  @Option(
      names = "--resume",
      description = "Resume the ensemble of this --name, with the options it was started with.")
  private boolean resume;

  @Override
  public Integer call() throws IOException {
    GivenSettings given = GivenSettings.of(spec, MEMBERS, FROM, WEIGHTS);
    takeOwn(given);
    RunConfig defaults =
        RunConfig.DEFAULT.withOutput(
            new OutputConfig("ensemble", OutputConfig.DEFAULT.outputDir()));
    RunConfig config = given.all().over(defaults);
    try (ConsoleObserver observer = new ConsoleObserver(spec)) {
      EnsembleRun.Result result =
          resume || members != null
              ? EnsembleRun.ofMembers(ensemble(given, config), defaults, observer)
              : ofModels(given, config, observer);
      PrintWriter out = spec.commandLine().getOut();
      if (result.interrupted()) {
        return Console.interrupted(out, "ensemble", config.output());
      }
      EnsembleTable.print(out, result.tested(), result.shares());
      Console.printWritten(out, result.written());
      return Console.printGates(out, result.gates());
    }
  }

  /** Takes what a file of options says of this command's own options. */
  private void takeOwn(GivenSettings given) {
    String count = given.own().get(MEMBERS);
    if (members == null && count != null) {
      if (!count.matches("[0-9]{1,9}")) {
        throw new SettingException(MEMBERS, "must be a whole number, got '%s'".formatted(count));
      }
      members = Integer.valueOf(count);
    }
    String how = given.own().get(WEIGHTS);
    if (how != null && !Console.isTyped(spec, "--weights")) {
      weighting = weighting(how);
    }
    String models = given.own().get(FROM);
    if (from.isEmpty() && models != null) {
      from = Stream.of(models.split(",", -1)).map(Path::of).toList();
    }
  }

  private static EnsembleConfig.Weighting weighting(String text) {
    try {
      return EnsembleConfig.Weighting.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new SettingException(WEIGHTS, "must be equal or fitted, got " + text);
    }
  }

  private EnsembleConfig ensemble(GivenSettings given, RunConfig config) throws IOException {
    if (!from.isEmpty()) {
      throw Console.usage(
          spec, "--members trains models and --from takes existing ones: one of the two");
    }
    if (!resume) {
      return new EnsembleConfig(members == null ? 0 : members, weighting, given.all());
    }
    EnsembleConfig stored = EnsembleConfig.read(config.output().outputs().run());
    boolean otherCount = members != null && members != stored.members();
    boolean otherWeights = Console.isTyped(spec, "--weights") && weighting != stored.weights();
    if (otherCount || otherWeights) {
      throw Console.usage(
          spec,
          "a resumed run must have the settings it was started with: "
              + (otherCount
                  ? "--members was %d, is %d".formatted(stored.members(), members)
                  : "--weights was %s, is %s".formatted(stored.weights(), weighting)));
    }
    return stored.resumed(given.all());
  }

  private EnsembleRun.Result ofModels(GivenSettings given, RunConfig config, RunObserver observer)
      throws IOException {
    if (from.isEmpty()) {
      throw Console.usage(
          spec,
          "say how many models to train, such as --members 5, or name existing ones by --from");
    }
    Set<String> useless = new TreeSet<>();
    for (Setting setting : given.all().settings()) {
      if (!OF_MODELS.contains(setting.name()) && !GateConfig.isOne(setting)) {
        useless.add("--" + setting.key());
      }
    }
    if (!useless.isEmpty()) {
      throw Console.usage(
          spec,
          "%s: no effect with --from, whose models are trained already: it belongs to --members"
              .formatted(String.join(", ", useless)));
    }
    return EnsembleRun.ofModels(from, weighting, config, observer);
  }
}
