package org.mnistcnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Python with TensorFlow and Keras, in a process of its own, as {@code ci/test} prepares it. */
public final class Python {

  private static final String INTERPRETER = System.getProperty("mnistcnn.python", "");

  private Python() {}

  /**
   * Runs a script of the project, fails the test if it fails, and returns what it printed. Skips
   * the test where no Python was prepared.
   */
  public static String run(String script, Object... arguments)
      throws IOException, InterruptedException {
    Assumptions.assumeFalse(
        INTERPRETER.isEmpty(), "no Python was prepared (ci/test does): " + script + " is not run");
    List<String> command = new ArrayList<>(List.of(INTERPRETER, script));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "3");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
    assertThat(process.exitValue()).as("%s%n%s", command, output).isZero();
    return output;
  }
}
