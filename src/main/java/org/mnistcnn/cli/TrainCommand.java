package org.mnistcnn.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.train.Checkpoint;
import org.mnistcnn.train.Checkpoints;
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

  @Mixin final CallbackOptions callbacks = new CallbackOptions();

  @Mixin final TransferOptions transfer = new TransferOptions();

  @Mixin final ExecutionOptions execution = new ExecutionOptions();

  @Mixin final GateOptions gates = new GateOptions();

  @Option(
      names = "--architecture",
      paramLabel = "FILE",
      description =
          "The network, in the format of Keras's config.json (default: the CNN for MNIST).")
  @Nullable Path architecture;

  @Option(
      names = "--resume",
      description =
          "Go on with the run of this --name from its last checkpoint, with the options it was"
              + " started with.")
  private boolean resume;

  @Override
  public Integer call() throws IOException {
    Checkpoints checkpoints = new Checkpoints(common.outputs().run().resolve("checkpoints"));
    if (!resume) {
      return new TrainJob(this, spec(), checkpoints, Optional.empty()).run();
    }
    Checkpoint checkpoint =
        checkpoints
            .latest(warning -> spec().commandLine().getErr().println("mnist-cnn: " + warning))
            .orElseThrow(
                () ->
                    new IOException(
                        "%s: no run to resume; start it without --resume, or name it by --name"
                            .formatted(common.outputs().run())));
    return new TrainJob(asStarted(checkpoint), spec(), checkpoints, Optional.of(checkpoint)).run();
  }

  /** This command with the options that the run of the checkpoint was started with. */
  private TrainCommand asStarted(Checkpoint checkpoint) {
    List<String> arguments;
    try {
      arguments = RunSettings.resumed(spec().commandLine().getParseResult(), checkpoint.settings());
    } catch (IllegalArgumentException e) {
      throw common.usage(String.valueOf(e.getMessage()));
    }
    return parsed(spec().commandLine(), arguments);
  }

  /** Parses the options of {@code train} as the command line {@code command} would. */
  static TrainCommand parsed(CommandLine command, List<String> arguments) {
    TrainCommand parsed = new TrainCommand();
    new CommandLine(parsed)
        .setCommandName(command.getCommandSpec().qualifiedName())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(command.getOut())
        .setErr(command.getErr())
        .parseArgs(arguments.toArray(String[]::new));
    return parsed;
  }

  CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("the command was not parsed");
    }
    return spec;
  }
}
