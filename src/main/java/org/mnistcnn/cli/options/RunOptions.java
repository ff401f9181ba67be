package org.mnistcnn.cli.options;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** All options of a training, in the order in which help shows them. */
public final class RunOptions {

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
      names = GivenSettings.PRESET,
      paramLabel = "NAME",
      description =
          "A network with a plan that suits it: cnn, deep, resnet or mobilenet. Each option that is"
              + " given takes the place of the preset's.")
  @Nullable String preset;

  @Option(
      names = GivenSettings.CONFIG,
      paramLabel = "FILE",
      description =
          "Options from a JSON object such as {\"epochs\": 5, \"preset\": \"deep\"}; each option"
              + " that is given takes the place of the file's.")
  @Nullable Path config;

  /** Adds these options to a command that has some of its own. */
  private static CommandSpec added(CommandSpec command, boolean hidden) {
    for (OptionSpec option : new CommandLine(new Holder()).getCommandSpec().options()) {
      if (!command.optionsMap().containsKey(option.longestName())) {
        command.addOption(OptionSpec.builder(option).hidden(hidden).build());
      }
    }
    return command;
  }

  /** A command of nothing but these options. */
  @CommandLine.Command
  static final class Holder {
    @Mixin final RunOptions options = new RunOptions();
  }

  /** For commands that show these options in their help. */
  public static final class Shown implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      return added(command, false);
    }
  }

  /** For commands whose help names the one that shows them. */
  public static final class Hidden implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      return added(command, true);
    }
  }
}
