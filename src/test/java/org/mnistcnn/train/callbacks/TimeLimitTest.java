package org.mnistcnn.train.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mnistcnn.train.FakeRunView;

final class TimeLimitTest {

  private static final List<Map<String, Double>> EPOCHS =
      Collections.nCopies(5, Map.of("loss", 1.0));

  /** A minute for each look at the clock. */
  private long now = -1;

  @Test
  void stopsAfterTheStepInWhichTheTimeIsOver() {
    FakeRunView training = FakeRunView.play(limit(Duration.ofMinutes(30)), EPOCHS);
    assertThat(training.learner().steps()).isEqualTo(30);
    assertThat(training.stopReason()).contains("the time limit of 30 min is over");
  }

  @Test
  void aRunThatWasStoppedCanBeResumedForAsLongAgain() {
    TimeLimit before = limit(Duration.ofSeconds(90));
    FakeRunView.play(before, EPOCHS);
    TimeLimit after = limit(Duration.ofSeconds(90));
    assertThat(before.state()).isEmpty();
    FakeRunView training = FakeRunView.play(after, EPOCHS);
    assertThat(training.learner().steps()).isEqualTo(2);
    assertThat(training.stopReason()).contains("the time limit of 90.0 s is over");
  }

  @Test
  void startsAnewWithEachRun() {
    TimeLimit callback = limit(Duration.ofMinutes(30));
    FakeRunView.play(callback, EPOCHS);
    assertThat(FakeRunView.play(callback, EPOCHS).learner().steps()).isEqualTo(30);
  }

  @Test
  void refusesALimitThatIsNone() {
    assertThatThrownBy(() -> limit(Duration.ZERO)).hasMessage("limit must be positive, got PT0S");
  }

  private TimeLimit limit(Duration limit) {
    return new TimeLimit(limit, () -> Duration.ofMinutes(now++).toNanos());
  }
}
