package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mnistcnn.train.Checkpoint;
import org.mnistcnn.train.FitOptions;
import org.mnistcnn.train.History;
import org.mnistcnn.train.Learner;
import org.mnistcnn.train.RunView;

final class ProgressTest {

  private static final long SECOND = 1_000_000_000;

  private final StringWriter printed = new StringWriter();
  private long now = 17 * SECOND;
  private final Progress progress = new Progress(new PrintWriter(printed), false, () -> now);

  @Test
  void anEpochIsOneLineAndItsSpeedIsThatOfTheStepsAlone() {
    progress.onTrainBegin(new FitOptions(10, 128, 1), 48_000);
    epoch(3, measures());

    assertThat(printed.toString().lines())
        .containsExactly(
            "Epoch 4/10 - 5.5 s - 12,000 images/s - loss: 0.1235 - accuracy: 0.9700"
                + " - val_loss: 12.0000 - val_accuracy: NaN");
  }

  @Test
  void withoutATerminalTheMeansAreNotFetchedWithinAnEpoch() {
    progress.onTrainBegin(new FitOptions(1, 128, 1), 256);
    progress.onEpochBegin(0, 0);
    now += 60 * SECOND;
    progress.onTrainBatchEnd(
        128,
        () -> {
          throw new AssertionError("each fetch waits for the device");
        },
        new UntouchedTraining());

    assertThat(printed.toString()).isEmpty();
  }

  /** Four seconds of steps, one and a half of validation. */
  private void epoch(int number, Map<String, Double> measures) {
    progress.onEpochBegin(number, 0);
    now += 4 * SECOND;
    progress.onTrainStepsEnd();
    now += 3 * SECOND / 2;
    progress.onEpochEnd(new History.Epoch(number, measures), new UntouchedTraining());
  }

  private static Map<String, Double> measures() {
    Map<String, Double> measures = new LinkedHashMap<>();
    List<String> keys = List.of("loss", "accuracy", "val_loss", "val_accuracy");
    List<Double> values = List.of(0.123456, 0.97, 12.0, Double.NaN);
    for (int i = 0; i < keys.size(); i++) {
      measures.put(keys.get(i), values.get(i));
    }
    return measures;
  }

  /** Progress watches; it does not lay hands on the run. */
  private static final class UntouchedTraining implements RunView {

    @Override
    public Learner learner() {
      throw new AssertionError();
    }

    @Override
    public History history() {
      throw new AssertionError();
    }

    @Override
    public void stop(String reason) {
      throw new AssertionError();
    }

    @Override
    public Optional<String> stopReason() {
      throw new AssertionError();
    }

    @Override
    public Checkpoint checkpoint() {
      throw new AssertionError();
    }
  }
}
