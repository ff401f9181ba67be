package org.mnistcnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever starts TensorFlow lets each session have threads of its own: otherwise the last bits of
 * results, and what is timed, depend on which session was the first.
 */
final class ThreadPoolTest {

  private static final String VARIABLE = "TF_OVERRIDE_GLOBAL_THREADPOOL";

  @Test
  void testsRunWithThreadsOfTheSessionsOwn() {
    assertThat(System.getenv(VARIABLE)).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist-cnn", "ci/bench-pieces"})
  void scriptsThatStartTensorFlowTakeItsEnvironmentFromOneFile(String script) throws IOException {
    assertThat(Files.readString(Path.of(script))).containsPattern("(?m)^\\. .*environment.sh\"?$");
    assertThat(Files.readString(Path.of("src/main/launcher/environment.sh")))
        .contains("export " + VARIABLE + "=\"${" + VARIABLE + ":-1}\"");
  }
}
