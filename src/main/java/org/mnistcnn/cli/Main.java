package org.mnistcnn.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.mnistcnn.cli.options.SettingOptions;
import org.mnistcnn.engine.device.Device;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The program: {@code mnist-cnn train}, {@code evaluate}, {@code predict} and others. */
@Command(
    name = "mnist-cnn",
    description = "Trains, evaluates and runs image classifiers on TensorFlow.",
    subcommands = {
      TrainCommand.class,
      EnsembleCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      TuneCommand.class,
      ReportCommand.class,
      ExportCommand.class,
      InspectCommand.class,
      DevicesCommand.class,
      BenchmarkCommand.class,
      DataCommand.class
    },
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; the reason is on standard error",
      "2:the command line is wrong",
      "3:a gate failed (--fail-under and others); everything was written",
      "130:ended by Ctrl-C; train and ensemble have saved themselves, and go on with --resume"
    })
public final class Main {

  private Main() {}

  /** Runs the command that {@code arguments} name and ends the process with its exit code. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    System.exit(run(out, err, arguments));
  }

  /** The program with all its commands. */
  static CommandLine program() {
    CommandLine program = new CommandLine(new Main());
    // Not in the annotation, where picocli asks it, and so loads TensorFlow, for every command.
    program.getCommandSpec().versionProvider(new Versions());
    for (CommandLine command : program.getSubcommands().values()) {
      SettingOptions.addTo(command.getCommandSpec());
      command.getCommandSpec().addOption(Console.verbose());
      command.getCommandSpec().versionProvider(new Versions());
    }
    program.registerConverter(Device.Choice.class, SettingOptions::device);
    return program;
  }

  /** Runs a command; returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine program =
        program()
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(Failures::usage)
            .setExecutionExceptionHandler(Failures::execution);
    try {
      return program.execute(arguments);
    } catch (OutOfMemoryError e) {
      return Failures.outOfMemory(e, err, Runtime.getRuntime().maxMemory());
    }
  }
}
