package org.mnistcnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mnistcnn.data.Split;

final class TrainerTest {

  private final List<String> journal = new ArrayList<>();

  @Test
  void anEpochIsItsStepsThenItsValidation() {
    new Trainer(new FitOptions(2, 4, 1), List.of())
        .fit(new FakeLearner(journal), FakeLearner.split(10, 3));

    assertThat(journal)
        .containsExactly(
            "trainOn 10",
            "resetMeasures",
            "step 4",
            "step 4",
            "step 2",
            "measures",
            "evaluate 3",
            "resetMeasures",
            "step 4",
            "step 4",
            "step 2",
            "measures",
            "evaluate 3",
            "finish");
  }

  @Test
  void aBatchLargerThanTheDataIsOneStep() {
    FakeLearner learner = fit(new FitOptions(1, Integer.MAX_VALUE, 1), FakeLearner.split(10, 0));

    assertThat(learner.batches()).singleElement().satisfies(TrainerTest::isEachOfTenOnce);
  }

  @Test
  void everyEpochSeesEverySampleOnce() {
    FakeLearner learner = fit(new FitOptions(3, 4, 1), FakeLearner.split(10, 0));

    assertThat(learner.batches()).hasSize(9);
    for (int epoch = 0; epoch < 3; epoch++) {
      isEachOfTenOnce(epoch(learner, epoch));
    }
  }

  @Test
  void everyEpochHasItsOwnOrder() {
    FakeLearner learner = fit(new FitOptions(3, 4, 1), FakeLearner.split(10, 0));

    assertThat(epoch(learner, 0)).isNotEqualTo(epoch(learner, 1));
    assertThat(epoch(learner, 1)).isNotEqualTo(epoch(learner, 2));
    assertThat(epoch(learner, 0)).isNotEqualTo(IntStream.range(0, 10).toArray());
  }

  @Test
  void theSeedAloneDecidesTheOrder() {
    int[] first = fit(new FitOptions(2, 4, 7), FakeLearner.split(10, 0)).samples();
    int[] again = fit(new FitOptions(2, 4, 7), FakeLearner.split(10, 0)).samples();
    int[] otherBatches = fit(new FitOptions(2, 3, 7), FakeLearner.split(10, 0)).samples();
    int[] otherSeed = fit(new FitOptions(2, 4, 8), FakeLearner.split(10, 0)).samples();

    assertThat(again).isEqualTo(first);
    assertThat(otherBatches).isEqualTo(first);
    assertThat(otherSeed).isNotEqualTo(first);
  }

  @Test
  void theHistoryHasTheMeansOfEachEpochUnderTheKeysOfKeras() {
    History history =
        new Trainer(new FitOptions(2, 4, 1), List.of())
            .fit(new FakeLearner(), FakeLearner.split(10, 3))
            .history();

    assertThat(history.epochs()).extracting(History.Epoch::epoch).containsExactly(0, 1);
    assertThat(history.epochs())
        .allSatisfy(
            epoch ->
                assertThat(epoch.logs())
                    .containsExactly(
                        entry("loss", 10.0),
                        entry("accuracy", 0.5),
                        entry("val_loss", -3.0),
                        entry("val_accuracy", 0.25),
                        entry("learning_rate", 0.25)));
  }

  @Test
  void withoutValidationNothingIsEvaluatedAndNoKeySaysSo() {
    History history =
        new Trainer(new FitOptions(1, 4, 1), List.of())
            .fit(new FakeLearner(journal), FakeLearner.split(10, 0))
            .history();

    assertThat(history.epochs().get(0).logs())
        .containsOnlyKeys("loss", "accuracy", "learning_rate");
    assertThat(journal).noneMatch(call -> call.startsWith("evaluate"));
  }

  @Test
  void callbacksAreToldOfEverythingInTheirOrder() {
    List<Callback> callbacks = List.of(new Diary("first"), new Diary("second"));

    new Trainer(new FitOptions(1, 8, 1), callbacks)
        .fit(new FakeLearner(journal), FakeLearner.split(10, 3));

    assertThat(journal)
        .containsExactly(
            "trainOn 10",
            "first: train begins, 10 samples, 1 epochs",
            "second: train begins, 10 samples, 1 epochs",
            "first: epoch 0 begins",
            "second: epoch 0 begins",
            "resetMeasures",
            "step 8",
            "first: 8 samples",
            "second: 8 samples",
            "step 2",
            "first: 10 samples",
            "second: 10 samples",
            "measures",
            "first: steps end",
            "second: steps end",
            "evaluate 3",
            "first: epoch 0 ends with [loss, accuracy, val_loss, val_accuracy, learning_rate]",
            "second: epoch 0 ends with [loss, accuracy, val_loss, val_accuracy, learning_rate]",
            "finish",
            "first: train ends after 1 epochs",
            "second: train ends after 1 epochs");
  }

  @Test
  void aCallbackMayReadTheMeansSoFar() {
    List<Double> losses = new ArrayList<>();
    Callback reader =
        new Callback() {
          @Override
          public void onTrainBatchEnd(
              int samples, Supplier<Map<String, Double>> measures, RunView training) {
            losses.add(measures.get().get("loss"));
          }
        };

    new Trainer(new FitOptions(2, 4, 1), List.of(reader))
        .fit(new FakeLearner(), FakeLearner.split(10, 0));

    assertThat(losses).containsExactly(4.0, 8.0, 10.0, 4.0, 8.0, 10.0);
  }

  private static FakeLearner fit(FitOptions plan, Split split) {
    FakeLearner learner = new FakeLearner();
    new Trainer(plan, List.of()).fit(learner, split);
    return learner;
  }

  private static int[] epoch(FakeLearner learner, int epoch) {
    return Arrays.copyOfRange(learner.samples(), 10 * epoch, 10 * (epoch + 1));
  }

  private static void isEachOfTenOnce(int[] samples) {
    assertThat(samples).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  /** Writes what it is told into the journal. */
  private final class Diary implements Callback {

    private final String name;

    Diary(String name) {
      this.name = name;
    }

    @Override
    public void onTrainBegin(FitOptions plan, int samples) {
      note("train begins, %d samples, %d epochs".formatted(samples, plan.epochs()));
    }

    @Override
    public void onEpochBegin(int epoch, int samples) {
      note("epoch %d begins".formatted(epoch));
    }

    @Override
    public void onTrainBatchEnd(
        int samples, Supplier<Map<String, Double>> measures, RunView training) {
      note("%d samples".formatted(samples));
    }

    @Override
    public void onTrainStepsEnd() {
      note("steps end");
    }

    @Override
    public void onEpochEnd(History.Epoch epoch, RunView training) {
      note("epoch %d ends with %s".formatted(epoch.epoch(), epoch.logs().keySet()));
    }

    @Override
    public void onTrainEnd(RunView training) {
      note("train ends after %d epochs".formatted(training.history().epochs().size()));
    }

    private void note(String event) {
      journal.add(name + ": " + event);
    }
  }
}
