package org.mnistcnn.nn.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Settings of optimizers; their arithmetic is tested where the engine runs it. */
class OptimizerTest {

  private static final LearningRate RATE = new LearningRate.Constant(0.1);

  @Test
  void onlyWhatIsUsedIsRemembered() {
    assertThat(new Optimizer.SGD(0.1).slots()).isEmpty();
    assertThat(new Optimizer.SGD(RATE, 0.9, true).slots()).containsExactly(new Slot("momentum"));
    assertThat(new Optimizer.AdamW(0.1).slots())
        .containsExactly(new Slot("momentum"), new Slot("velocity"));
    assertThat(new Optimizer.RMSprop(0.1).slots()).containsExactly(new Slot("velocity"));
    assertThat(new Optimizer.RMSprop(RATE, 0.9, 0.5, 1e-7, true).slots())
        .containsExactly(new Slot("velocity"), new Slot("momentum"), new Slot("average_gradient"));
    assertThat(new Optimizer.Nadam(0.1).slots()).contains(new Slot("u_product", true, 1));
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    refused(() -> new Optimizer.SGD(0), "learningRate must be positive and finite, got 0.0");
    refused(() -> new Optimizer.SGD(RATE, 1.5, false), "momentum must be in [0, 1], got 1.5");
    refused(() -> new Optimizer.SGD(RATE, 0, true), "nesterov needs a momentum above 0, got 0");
    refused(() -> new Optimizer.Adam(RATE, 1, 0.9, 1e-7), "beta1 must be in [0, 1), got 1.0");
    refused(
        () -> new Optimizer.AdamW(RATE, -1, 0.9, 0.9, 1e-7),
        "weightDecay must be finite and not negative, got -1.0");
    refused(
        () -> new Optimizer.RMSprop(RATE, 0.9, 0, 0, false),
        "epsilon must be positive and finite, got 0.0");
    refused(() -> new Optimizer.Nadam(RATE, 0.9, 2, 1e-7), "beta2 must be in [0, 1), got 2.0");
  }

  private static void refused(Runnable construction, String message) {
    assertThatThrownBy(construction::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
