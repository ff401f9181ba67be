package org.mnistcnn.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.report.ReportInput;
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

  /** Where such a command warns. */
  static PrintWriter err(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("the command was not parsed");
    }
    return spec.commandLine().getErr();
  }

  /** Whether somebody watches: the launcher knows, and says so in a system property. */
  static boolean isTerminal() {
    return Boolean.getBoolean("mnistcnn.terminal");
  }

  static void printTest(PrintWriter out, ReportInput reportInput) {
    out.printf(
        Locale.ROOT,
        "Test: loss %.4f, accuracy %.4f (%,d images)%n",
        reportInput.scores().loss(),
        reportInput.scores().report().accuracy(),
        reportInput.predictions().count());
  }

  /** Names what there is to look at; of pictures that are there as SVG, too, the PNG. */
  static void printWritten(PrintWriter out, List<Path> files) {
    out.println("Written:");
    files.stream()
        .filter(file -> !file.toString().endsWith(".svg"))
        .forEach(file -> out.println("  " + file));
  }
}
