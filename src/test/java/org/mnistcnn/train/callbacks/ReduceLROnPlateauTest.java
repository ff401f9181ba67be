package org.mnistcnn.train.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mnistcnn.train.FakeRunView;

/** What {@link KerasCallbacksTest} does not compare with Keras. */
final class ReduceLROnPlateauTest {

  @Test
  void hasTheDefaultsOfKeras() {
    assertThat(new ReduceLROnPlateau.Settings())
        .isEqualTo(new ReduceLROnPlateau.Settings(Monitor.of("val_loss"), 0.1, 10, 1e-4, 0, 0));
  }

  @Test
  void aScheduleIsRefusedAfterTheFirstStep() {
    ReduceLROnPlateau callback = new ReduceLROnPlateau(new ReduceLROnPlateau.Settings());
    FakeRunView training = new FakeRunView();
    training.learner().followSchedule();
    training.learner().step(new int[1]);
    assertThatThrownBy(() -> callback.onTrainBatchEnd(1, training.learner()::measures, training))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the learning rate follows a schedule");
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatThrownBy(() -> ReduceLROnPlateau.Settings.builder().factor(1).build())
        .hasMessage("factor must be in (0, 1), got 1.0");
    assertThatThrownBy(() -> ReduceLROnPlateau.Settings.builder().patience(-1).build())
        .hasMessage("patience must be at least 0, got -1");
    assertThatThrownBy(() -> ReduceLROnPlateau.Settings.builder().cooldown(-1).build())
        .hasMessage("cooldown must be at least 0, got -1");
    assertThatThrownBy(() -> ReduceLROnPlateau.Settings.builder().minLr(-1).build())
        .hasMessage("minLr must be at least 0 and finite, got -1.0");
    assertThatThrownBy(() -> ReduceLROnPlateau.Settings.builder().minDelta(Double.NaN).build())
        .hasMessage("minDelta must be finite, got NaN");
  }
}
