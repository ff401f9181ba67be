package org.mnistcnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mnistcnn.train.callbacks.EarlyStopping;
import org.mnistcnn.train.callbacks.Monitor;
import org.mnistcnn.train.callbacks.TimeLimit;

/** Runs that end early, and runs that go on. */
final class TrainerStopTest {

  private final List<String> journal = new ArrayList<>();

  @Test
  void aRunStoppedAtTheEndOfAnEpochDoesNoMore() {
    Stopper stopper = new Stopper(5, false);

    Trainer.Outcome outcome =
        new Trainer(new FitOptions(9, 4, 1), List.of(stopper))
            .fit(new FakeLearner(journal), FakeLearner.split(10, 3));

    assertThat(outcome.stopReason()).contains("enough");
    assertThat(outcome.history().epochs()).hasSize(2);
    assertThat(journal)
        .endsWith("evaluate 3", "finish")
        .filteredOn(TrainerStopTest::isStep)
        .hasSize(6);
  }

  @Test
  void anEpochStoppedWithinIsNeitherValidatedNorInTheHistory() {
    Stopper stopper = new Stopper(5, true);

    Trainer.Outcome outcome =
        new Trainer(new FitOptions(9, 4, 1), List.of(stopper))
            .fit(new FakeLearner(journal), FakeLearner.split(10, 3));

    assertThat(outcome.history().epochs()).hasSize(1);
    assertThat(journal)
        .endsWith("step 4", "step 4", "finish")
        .filteredOn(TrainerStopTest::isStep)
        .hasSize(5);
  }

  @Test
  void aResumedRunDoesTheStepsThatWereLeft() {
    FitOptions plan = new FitOptions(3, 4, 1);
    Stopper stopper = new Stopper(5, true);
    FakeLearner whole = new FakeLearner();
    FakeLearner before = new FakeLearner();
    FakeLearner after = new FakeLearner();

    Trainer.Outcome uninterrupted =
        new Trainer(plan, List.of()).fit(whole, FakeLearner.split(10, 3));
    new Trainer(plan, List.of(stopper)).fit(before, FakeLearner.split(10, 3));
    Trainer.Outcome resumed =
        new Trainer(plan, List.of(new Stopper(99, true)))
            .resume(after, FakeLearner.split(10, 3), stopper.checkpoints.get(0));

    assertThat(resumed.stopReason()).isEmpty();
    assertThat(resumed.history().epochs()).isEqualTo(uninterrupted.history().epochs());
    assertThat(after.steps()).isEqualTo(whole.steps());
    assertThat(IntStream.concat(Arrays.stream(before.samples()), Arrays.stream(after.samples())))
        .containsExactly(Arrays.stream(whole.samples()).boxed().toArray(Integer[]::new));
  }

  @Test
  void callbacksThatRememberNothingComeAndGo() {
    FitOptions plan = new FitOptions(2, 4, 1);
    Stopper stopper = new Stopper(1, true);
    TimeLimit limit = new TimeLimit(Duration.ofDays(1), System::nanoTime);
    new Trainer(plan, List.of(limit, stopper)).fit(new FakeLearner(), FakeLearner.split(10, 0));

    Trainer.Outcome outcome =
        new Trainer(plan, List.of())
            .resume(new FakeLearner(), FakeLearner.split(10, 0), stopper.checkpoints.get(0));

    assertThat(outcome.history().epochs()).hasSize(2);
  }

  @Test
  void aCheckpointOfARunWithOtherCallbacksIsRefused() {
    FitOptions plan = new FitOptions(1, 4, 1);
    Stopper stopper = new Stopper(1, true);
    EarlyStopping patient =
        new EarlyStopping(
            EarlyStopping.Settings.builder().monitor(Monitor.of("loss")).patience(9).build());
    new Trainer(plan, List.of(patient, stopper)).fit(new FakeLearner(), FakeLearner.split(10, 0));

    assertThatThrownBy(
            () ->
                new Trainer(plan, List.of())
                    .resume(
                        new FakeLearner(), FakeLearner.split(10, 0), stopper.checkpoints.get(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a checkpoint of a run with 1 callbacks that remember cannot be resumed with 0");
  }

  private static boolean isStep(String call) {
    return call.startsWith("step ");
  }

  /** Stops a run when so many steps are done: at once, or at the end of their epoch. */
  private static final class Stopper implements Callback {

    private final long steps;
    private final boolean atOnce;
    private final List<Checkpoint> checkpoints = new ArrayList<>();

    Stopper(long steps, boolean atOnce) {
      this.steps = steps;
      this.atOnce = atOnce;
    }

    @Override
    public void onTrainBatchEnd(
        int samples, Supplier<Map<String, Double>> measures, RunView training) {
      if (atOnce && training.learner().steps() >= steps) {
        training.stop("enough");
        checkpoints.add(training.checkpoint());
      }
    }

    @Override
    public void onEpochEnd(History.Epoch epoch, RunView training) {
      if (training.learner().steps() >= steps) {
        training.stop("enough");
      }
    }
  }
}
