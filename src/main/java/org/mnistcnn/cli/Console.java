package org.mnistcnn.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.metrics.Predictions;
import picocli.CommandLine.Model.CommandSpec;

/** What several commands print, and where they print it. */
final class Console {

  private Console() {}

  /** Where a command that picocli has parsed prints. */
  static PrintWriter out(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("the command was not parsed");
    }
    return spec.commandLine().getOut();
  }

  /** Whether somebody watches: the launcher knows, and says so in a system property. */
  static boolean isTerminal() {
    return Boolean.getBoolean("mnistcnn.terminal");
  }

  static void printTest(PrintWriter out, Predictions predictions) {
    out.printf(
        Locale.ROOT,
        "Test: loss %.4f, accuracy %.4f (%,d images)%n",
        predictions.loss(),
        predictions.accuracy(),
        predictions.count());
  }

  static void printWritten(PrintWriter out, List<Path> files) {
    out.println("Written:");
    files.forEach(file -> out.println("  " + file));
  }
}
