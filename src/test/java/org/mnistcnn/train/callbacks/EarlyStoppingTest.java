package org.mnistcnn.train.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.mnistcnn.train.FakeRunView;

/** What {@link KerasCallbacksTest} does not compare with Keras. */
final class EarlyStoppingTest {

  @Test
  void hasTheDefaultsOfKeras() {
    assertThat(new EarlyStopping.Settings())
        .isEqualTo(
            new EarlyStopping.Settings(
                Monitor.of("val_loss"), 0, 0, OptionalDouble.empty(), false, 0));
  }

  @Test
  void saysWhyItStops() {
    EarlyStopping callback =
        new EarlyStopping(EarlyStopping.Settings.builder().patience(2).build());
    assertThat(FakeRunView.play(callback, valLoss(0.9, 0.5, 0.7, 0.6, 0.1)).stopReason())
        .contains("val_loss has not improved for 2 epochs; its best was 0.5000, in epoch 2");
    assertThat(callback.stoppedEpoch()).hasValue(3);
  }

  @Test
  void saysThatTheBaselineWasNotReached() {
    EarlyStopping callback =
        new EarlyStopping(EarlyStopping.Settings.builder().baseline(0.3).build());
    assertThat(FakeRunView.play(callback, valLoss(0.9, 0.9)).stopReason())
        .contains(
            "val_loss has not been better than the baseline 0.3 for 2 epochs; its best was 0.9000,"
                + " in epoch 1");
  }

  @Test
  void restoresTheBestWeightsOfARunThatItDidNotStop() {
    EarlyStopping callback =
        new EarlyStopping(
            EarlyStopping.Settings.builder().patience(9).restoreBestWeights(true).build());
    FakeRunView training = FakeRunView.play(callback, valLoss(0.9, 0.5, 0.7));
    assertThat(training.stopReason()).isEmpty();
    assertThat(training.learner().learnedEpoch()).isEqualTo(1);
    assertThat(callback.stoppedEpoch()).isEmpty();
  }

  @Test
  void startsAnewWithEachRun() {
    EarlyStopping callback =
        new EarlyStopping(EarlyStopping.Settings.builder().patience(2).build());
    FakeRunView.play(callback, valLoss(0.1, 0.5));
    assertThat(FakeRunView.play(callback, valLoss(0.9, 0.8)).stopReason()).isEmpty();
    assertThat(callback.bestEpoch()).hasValue(1);
  }

  @Test
  void anUnknownMeasureEndsTheFirstEpoch() {
    EarlyStopping callback =
        new EarlyStopping(
            EarlyStopping.Settings.builder()
                .monitor(Monitor.of("val_accuracy"))
                .startFromEpoch(5)
                .build());
    assertThatThrownBy(() -> FakeRunView.play(callback, valLoss(0.9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("monitor must be one of [val_loss], got val_accuracy");
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatThrownBy(() -> EarlyStopping.Settings.builder().patience(-1).build())
        .hasMessage("patience must be at least 0, got -1");
    assertThatThrownBy(() -> EarlyStopping.Settings.builder().startFromEpoch(-1).build())
        .hasMessage("startFromEpoch must be at least 0, got -1");
    assertThatThrownBy(() -> EarlyStopping.Settings.builder().minDelta(Double.NaN).build())
        .hasMessage("minDelta must be finite, got NaN");
    assertThatThrownBy(() -> EarlyStopping.Settings.builder().baseline(1 / 0.0).build())
        .hasMessage("baseline must be finite, got Infinity");
  }

  private static List<Map<String, Double>> valLoss(double... values) {
    return DoubleStream.of(values).mapToObj(value -> Map.of("val_loss", value)).toList();
  }
}
