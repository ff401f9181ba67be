package org.mnistcnn.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.train.Checkpoint;
import org.mnistcnn.train.CheckpointStore;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains the network, tests it, and writes model, charts and measures. */
@Command(
    name = "train",
    description = "Trains the network; with no option: on MNIST, as the Keras program does.",
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin final CommonOptions common = new CommonOptions();

  @Mixin final PlanOptions plan = new PlanOptions();

  @Mixin final LearningOptions learning = new LearningOptions();

  @Mixin final RegularizationOptions regularization = new RegularizationOptions();

  @Mixin final CallbackOptions callbacks = new CallbackOptions();

  @Mixin final AugmentOptions augment = new AugmentOptions();

  @Mixin final TransferOptions transfer = new TransferOptions();

  @Mixin final ExecutionOptions execution = new ExecutionOptions();

  @Mixin final GateOptions gates = new GateOptions();

  @Option(
      names = "--architecture",
      paramLabel = "NAME|FILE",
      description =
          "The network: cnn (default; the Keras program's), deep, resnet, mobilenet, or a file in the"
              + " format of Keras's config.json.")
  @Nullable String architecture;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "A network with a plan that suits it: cnn, deep, resnet or mobilenet. Each option that is"
              + " given takes the place of the preset's.")
  private @Nullable String preset;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Options from a JSON object such as {\"epochs\": 5, \"preset\": \"deep\"}; each option"
              + " that is given takes the place of the file's.")
  private @Nullable Path config;

  @Option(
      names = "--resume",
      description =
          "Go on with the run of this --name from its last checkpoint, with the options it was"
              + " started with.")
  private boolean resume;

  @Override
  public Integer call() throws IOException {
    TrainCommand started = withDefaults();
    CheckpointStore checkpoints = started.checkpoints();
    return resume
        ? resumed(started, checkpoints)
        : new TrainJob(started, started.spec(), checkpoints, Optional.empty()).run();
  }

  private static int resumed(TrainCommand given, CheckpointStore checkpoints) throws IOException {
    CommandLine command = given.spec().commandLine();
    Checkpoint checkpoint =
        checkpoints
            .latest(warning -> command.getErr().println("mnist-cnn: " + warning))
            .orElseThrow(
                () ->
                    new IOException(
                        "%s: no run to resume; start it without --resume, or name it by --name"
                            .formatted(given.common.outputs().run())));
    List<String> arguments;
    try {
      arguments = RunSettings.resumed(command.getParseResult(), checkpoint.settings());
    } catch (IllegalArgumentException e) {
      throw given.common.usage(String.valueOf(e.getMessage()));
    }
    TrainCommand asStarted = parsed(new TrainCommand(), arguments, command);
    return new TrainJob(asStarted, asStarted.spec(), checkpoints, Optional.of(checkpoint)).run();
  }

  /** This command with what the preset and the file say where the command line says nothing. */
  TrainCommand withDefaults() throws IOException {
    if (preset == null && config == null) {
      return this;
    }
    CommandLine command = spec().commandLine();
    List<String> arguments;
    try {
      arguments = Defaults.behind(command);
    } catch (IllegalArgumentException e) {
      throw common.usage(String.valueOf(e.getMessage()));
    }
    return parsed(new TrainCommand(), arguments, command);
  }

  /**
   * A command with these arguments.
   *
   * @param where the command that was typed, whose name and outputs it has
   */
  static <T> T parsed(T command, List<String> arguments, CommandLine where) {
    new CommandLine(command)
        .setCommandName(where.getCommandSpec().qualifiedName())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(where.getOut())
        .setErr(where.getErr())
        .parseArgs(arguments.toArray(String[]::new));
    return command;
  }

  private CheckpointStore checkpoints() {
    return new CheckpointStore(common.outputs().run().resolve(ModelSource.CHECKPOINTS));
  }

  CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("the command was not parsed");
    }
    return spec;
  }
}
