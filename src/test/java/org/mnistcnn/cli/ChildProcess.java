package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program in a process of its own, which can be killed. */
final class ChildProcess {

  private ChildProcess() {}

  /**
   * Starts the program.
   *
   * @param before what stands in front of {@code java}, such as {@code env} and its options
   */
  static Process start(List<String> before, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path").replace(':', File.pathSeparatorChar),
            Main.class.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Waits until it prints a line that begins so. */
  static void waitForLine(Process process, String beginning) throws IOException {
    BufferedReader lines = process.inputReader();
    String line;
    do {
      line = lines.readLine();
      assertThat(line).as("it ended before it printed " + beginning).isNotNull();
    } while (!line.startsWith(beginning));
  }
}
