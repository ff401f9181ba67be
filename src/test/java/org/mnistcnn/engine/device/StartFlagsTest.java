package org.mnistcnn.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.random.RandomUniform;
import org.tensorflow.types.TFloat32;

/** Whether TensorFlow takes notice, after it has run sessions already. */
final class StartFlagsTest {

  @Test
  void kernelsBecomeDeterministicAndAreSoNoLonger() {
    assertThat(failureOfARandomOpWithoutASeed()).isEmpty();
    try {
      StartFlags.setDeterministicOps(true);
      assertThat(failureOfARandomOpWithoutASeed())
          .startsWith("When determinism is enabled, random ops must have a seed specified.");
    } finally {
      StartFlags.setDeterministicOps(false);
    }
    assertThat(failureOfARandomOpWithoutASeed()).isEmpty();
  }

  @Test
  void xlaMayCompileForCpus() {
    StartFlags.allowXlaOnCpus();

    // The call gives back what was set before.
    assertThat(tensorflow.TF_SetTfXlaCpuGlobalJit((byte) 1)).isEqualTo((byte) 1);
  }

  /**
   * Runs an op that can't be deterministic, which only a process whose ops shall be refuses.
   *
   * @return TensorFlow's message, empty if the op ran
   */
  static String failureOfARandomOpWithoutASeed() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      RandomUniform<TFloat32> random =
          tf.random.randomUniform(tf.constant(new int[] {2}), TFloat32.class);
      try (Result result = session.runner().fetch(random).run()) {
        assertThat(result.size()).isEqualTo(1);
      }
      return "";
    } catch (TFInvalidArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
