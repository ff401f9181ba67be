package org.mnistcnn.cli;

import picocli.CommandLine;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives a command that trains by {@code train} all options of {@code train} but those that it has
 * itself. It finds them in its parse result, to be handed on.
 */
final class TrainOptions implements IModelTransformer {

  @Override
  public CommandSpec transform(CommandSpec command) {
    for (OptionSpec option : train().options()) {
      if (!command.optionsMap().containsKey(option.longestName())) {
        command.addOption(OptionSpec.builder(option).build());
      }
    }
    return command;
  }

  /** What {@code train} is made of. */
  static CommandSpec train() {
    return new CommandLine(new TrainCommand()).getCommandSpec();
  }
}
