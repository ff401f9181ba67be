package org.mnistcnn.train.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.mnistcnn.train.FakeRunView;

final class ModelCheckpointTest {

  private static final Monitor ACCURACY = Monitor.of("accuracy");

  @Test
  void savesWhatIsBetterThanAllBefore() {
    assertThat(
            saved(action -> ModelCheckpoint.ofBest(ACCURACY, action), 0.5, 0.4, 0.6, 0.6, 0.7, 0.1))
        .containsExactly(0, 2, 4);
  }

  @Test
  void savesWhatIsBetterThanTheThreshold() {
    assertThat(saved(action -> ModelCheckpoint.ofBest(ACCURACY, 0.55, action), 0.5, 0.4, 0.6, 0.7))
        .containsExactly(2, 3);
  }

  @Test
  void savesTheLastOfEverySoManyEpochs() {
    assertThat(saved(action -> ModelCheckpoint.every(2, action), 0.5, 0.4, 0.3, 0.2, 0.1))
        .containsExactly(1, 3);
  }

  @Test
  void knowsTheBestEpoch() {
    ModelCheckpoint callback = ModelCheckpoint.ofBest(ACCURACY, (epoch, training) -> {});
    assertThat(callback.bestEpoch()).isEmpty();
    FakeRunView.play(callback, accuracies(0.5, 0.6, 0.4));
    assertThat(callback.bestEpoch()).hasValue(1);
  }

  @Test
  void aModelThatCannotBeSavedEndsTheRun() {
    ModelCheckpoint callback =
        ModelCheckpoint.every(
            1,
            (epoch, training) -> {
              throw new FileNotFoundException("runs");
            });
    assertThatThrownBy(() -> FakeRunView.play(callback, accuracies(0.5)))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseInstanceOf(FileNotFoundException.class);
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatThrownBy(() -> ModelCheckpoint.every(0, (epoch, training) -> {}))
        .hasMessage("epochs must be at least 1, got 0");
    assertThatThrownBy(() -> ModelCheckpoint.ofBest(ACCURACY, Double.NaN, (epoch, training) -> {}))
        .hasMessage("initialValueThreshold must be finite, got NaN");
  }

  /** The epochs that are saved, in one run as in one that is interrupted after each epoch. */
  private static List<Integer> saved(
      Function<ModelCheckpoint.Action, ModelCheckpoint> make, double... accuracies) {
    List<Integer> saved = new ArrayList<>();
    FakeRunView.play(
        make.apply((epoch, training) -> saved.add(epoch.epoch())), accuracies(accuracies));
    List<Integer> savedWhenInterrupted = new ArrayList<>();
    FakeRunView.playInterrupted(
        () -> make.apply((epoch, training) -> savedWhenInterrupted.add(epoch.epoch())),
        accuracies(accuracies));
    assertThat(savedWhenInterrupted).isEqualTo(saved);
    return saved;
  }

  private static List<Map<String, Double>> accuracies(double... values) {
    return DoubleStream.of(values).mapToObj(value -> Map.of("accuracy", value)).toList();
  }
}
