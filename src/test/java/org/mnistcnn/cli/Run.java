package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * What one call of the program did.
 *
 * @param exitCode as the shell sees it
 * @param out the lines of standard output
 * @param err the lines of standard error
 */
record Run(int exitCode, List<String> out, List<String> err) {

  /** Runs the program in this process. */
  static Run of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Run(exitCode, out.toString().lines().toList(), err.toString().lines().toList());
  }

  /** Refuses a run that failed, with its reason. */
  Run succeeded() {
    assertThat(err).isEmpty();
    assertThat(exitCode).isZero();
    return this;
  }

  /** Refuses a run that did anything but say this one line and end with this exit code. */
  void failed(int exitCode, String message) {
    assertThat(err).containsExactly("mnist-cnn: " + message);
    assertThat(out).isEmpty();
    assertThat(this.exitCode).isEqualTo(exitCode);
  }

  /** As {@link #failed}, where TensorFlow or the system words a part of the message. */
  void failedWith(int exitCode, String... parts) {
    assertThat(err).singleElement().asString().startsWith("mnist-cnn: ").contains(parts);
    assertThat(out).isEmpty();
    assertThat(this.exitCode).isEqualTo(exitCode);
  }

  /** As {@link #failed}, of a command that had begun to print what it does. */
  void failedAfterStart(String message) {
    assertThat(err).containsExactly("mnist-cnn: " + message);
    assertThat(exitCode).isEqualTo(1);
  }
}
