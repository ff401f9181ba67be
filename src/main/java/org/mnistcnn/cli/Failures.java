package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.function.UnaryOperator;
import org.mnistcnn.cli.options.GivenSettings;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.common.SettingText;
import org.mnistcnn.engine.device.DeviceNotFoundException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns an exception into one line on standard error and an exit code. */
final class Failures {

  private Failures() {}

  /** A command line that can't be understood: exit code 2. */
  static int usage(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .printf(
            "mnist-cnn: %s (see %s --help)%n",
            oneLine(e), command.getCommandSpec().qualifiedName());
    return ExitCode.USAGE;
  }

  /** A command that failed: exit code 1; the stack trace only where {@code --verbose} asks. */
  static int execution(Exception e, CommandLine command, ParseResult wholeLine) {
    UnaryOperator<String> options = GivenSettings.names(command.getCommandSpec());
    int exitCode = ExitCode.SOFTWARE;
    if (e instanceof SettingException refused) {
      String message = refused.text().with(options);
      exitCode = usage(new ParameterException(command, message), new String[0]);
    } else {
      command.getErr().printf("mnist-cnn: %s%n", oneLine(e, options));
    }
    if (Console.isVerbose(command.getCommandSpec())) {
      e.printStackTrace(command.getErr());
    }
    return exitCode;
  }

  /**
   * A command that Java's memory was too small for.
   *
   * @param most the bytes that it may take
   */
  static int outOfMemory(OutOfMemoryError e, PrintWriter err, long most) {
    err.printf(
        "mnist-cnn: more memory is needed than Java may take, %d MB (%s); give it more, such as"
            + " MNIST_CNN_JAVA_OPTS=-Xmx%dm%n",
        most >> 20, e.getMessage(), Math.max(1024, 2 * (most >> 20)));
    return ExitCode.SOFTWARE;
  }

  /** What went wrong, as one line, with settings by their names in Java. */
  static String oneLine(Exception e) {
    return oneLine(e, UnaryOperator.identity());
  }

  private static String oneLine(Exception e, UnaryOperator<String> settings) {
    Exception failure = e;
    if (e instanceof UncheckedIOException wrapped && wrapped.getCause() != null) {
      failure = wrapped.getCause();
    }
    String message =
        failure instanceof SettingText.Message named
            ? named.text().with(settings)
            : failure.getMessage();
    if (message == null) {
      return failure.getClass().getSimpleName();
    }
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      message += reason(file);
    } else if (!(failure instanceof IOException
        || failure instanceof DeviceNotFoundException
        || failure instanceof IllegalArgumentException
        || failure instanceof IllegalStateException
        || failure instanceof ParameterException)) {
      message = failure.getClass().getSimpleName() + ": " + message;
    }
    return message.replaceAll("\\s*\\R\\s*", "; ");
  }

  /** What the JDK says by the exception's type alone. */
  private static String reason(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return ": no such file or directory";
    }
    if (e instanceof AccessDeniedException) {
      return ": access denied";
    }
    return ": " + e.getClass().getSimpleName();
  }
}
