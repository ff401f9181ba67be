package org.mnistcnn.train.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mnistcnn.train.DivergedException;
import org.mnistcnn.train.FakeRunView;

final class TerminateOnNaNTest {

  private static final Map<String, Double> FINITE = Map.of("loss", 1.0);

  private final TerminateOnNaN callback = new TerminateOnNaN();

  @Test
  void saysWhereTheLossWasLostAndWhatToTry() {
    FakeRunView training = new FakeRunView();
    training.learner().loseAt(FakeRunView.STEPS + 6);

    DivergedException diverged =
        catchThrowableOfType(
            DivergedException.class, () -> training.playOn(callback, List.of(FINITE, FINITE)));

    assertThat(diverged)
        .hasMessage(
            "the loss is not finite from step 7 of epoch 2 on, with learning rate 0.01000; try a"
                + " smaller learning rate or gradient clipping, and check the images and labels");
    assertThat(diverged.epoch()).isEqualTo(1);
    assertThat(diverged.step()).isEqualTo(6);
    assertThat(diverged.learningRate()).isEqualTo(0.01);
    assertThat(training.learner().steps())
        .as("steps before it is found out")
        .isEqualTo(FakeRunView.STEPS + 50);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void looksAtTheEndOfAnEpochToo(double loss) {
    assertThatThrownBy(() -> FakeRunView.play(callback, List.of(Map.of("loss", loss))))
        .isInstanceOf(DivergedException.class);
  }

  @Test
  void letsARunWithFiniteLossesBe() {
    assertThat(FakeRunView.play(callback, List.of(FINITE, FINITE)).history().epochs()).hasSize(2);
  }
}
