package org.mnistcnn.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mnistcnn.app.OutputConfig;
import org.mnistcnn.gates.GateResults;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** What several commands print, and where they print it. */
final class Console {

  private Console() {}

  static void warn(CommandSpec command, String line) {
    command.commandLine().getErr().println("mnist-cnn: " + line);
  }

  /** A command line that can't be followed. */
  static ParameterException usage(CommandSpec command, String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** Whether an option stands on the command line. */
  static boolean isTyped(CommandSpec command, String option) {
    return command.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** Whether somebody watches: the launcher knows, and says so in a system property. */
  static boolean isTerminal() {
    return Boolean.getBoolean("mnistcnn.terminal");
  }

  private static final String VERBOSE = "--verbose";

  /** The option of all commands. */
  static OptionSpec verbose() {
    return OptionSpec.builder(VERBOSE)
        .type(boolean.class)
        .description("Say more, and show the stack trace of a failure.")
        .build();
  }

  static boolean isVerbose(CommandSpec command) {
    return isTyped(command, VERBOSE);
  }

  /** What a shell says of a program that Ctrl-C ended. */
  static final int INTERRUPTED = 130;

  /** What the program ends with when a gate failed. */
  static final int GATE_FAILED = 3;

  /** Says how a job that was interrupted is resumed; returns the exit code. */
  static int interrupted(PrintWriter out, String command, OutputConfig output) {
    out.printf(
        "%nInterrupted, and saved; resume with: mnist-cnn %s --resume%s%n",
        command, whereabouts(output));
    return INTERRUPTED;
  }

  /** The options that lead another command to the same files: {@code " --name mnist_cnn"}. */
  static String whereabouts(OutputConfig output) {
    return " --name "
        + output.name()
        + (output.outputDir().equals(OutputConfig.DEFAULT.outputDir())
            ? ""
            : " --output-dir " + output.outputDir());
  }

  /** Prints every gate's value with its bound; returns the exit code. */
  static int printGates(PrintWriter out, Optional<GateResults> results) {
    if (results.isEmpty()) {
      return 0;
    }
    out.println("Gates:");
    results.get().results().forEach(result -> out.println("  " + result));
    return results.get().passed() ? 0 : GATE_FAILED;
  }

  /** Names what there is to look at; of pictures that exist as SVG as well, the PNG. */
  static void printWritten(PrintWriter out, List<Path> files) {
    out.println("Written:");
    files.stream()
        .filter(file -> !file.toString().endsWith(".svg"))
        .forEach(file -> out.println("  " + file));
  }
}
