package org.mnistcnn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.Split;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.train.CallbackState;
import org.mnistcnn.train.Checkpoint;
import org.mnistcnn.train.CheckpointStore;
import org.mnistcnn.train.FitOptions;
import org.mnistcnn.train.History;
import org.mnistcnn.train.Trainer;
import org.mnistcnn.train.callbacks.SaveCheckpoints;
import org.mnistcnn.zoo.MnistCnn;

/** A run that was interrupted and goes on in another process ends as if nothing had happened. */
class ResumeTest {

  private static final FitOptions PLAN = new FitOptions(3, 100, 5);
  private static final int STEPS_AN_EPOCH = 8;

  private static Split split;

  @TempDir private Path directory;

  /** What a run leaves behind. */
  private record End(Map<String, float[]> weights, List<History.Epoch> history) {}

  @BeforeAll
  static void readImages() throws IOException {
    split = Split.last(DatasetReader.read(Path.of("data/mnist")).training().slice(0, 1000), 0.2);
  }

  @Test
  void anInterruptedRunEndsWithTheWeightsOfAnUninterruptedOne() throws IOException {
    End whole = run(new CheckpointStore(directory.resolve("whole")), () -> false, List.of());

    for (int stopAfter :
        new int[] {1, STEPS_AN_EPOCH, STEPS_AN_EPOCH + 3, 2 * STEPS_AN_EPOCH - 1}) {
      CheckpointStore checkpoints = new CheckpointStore(directory.resolve("stop" + stopAfter));
      int[] steps = {0};
      run(checkpoints, () -> ++steps[0] == stopAfter, List.of());

      End resumed = run(checkpoints, () -> false, List.of(latest(checkpoints)));

      assertThat(resumed.history()).as("stopped after %d", stopAfter).isEqualTo(whole.history());
      assertThat(resumed.weights().keySet()).isEqualTo(whole.weights().keySet());
      resumed
          .weights()
          .forEach(
              (name, value) ->
                  assertThat(value)
                      .as("%s, stopped after %d", name, stopAfter)
                      .isEqualTo(whole.weights().get(name)));
    }
  }

  @Test
  void aFinishedRunIsNotTakenUpAgain() throws IOException {
    CheckpointStore checkpoints = new CheckpointStore(directory);
    End whole = run(checkpoints, () -> false, List.of());

    End again = run(checkpoints, () -> false, List.of(latest(checkpoints)));

    assertThat(again.history()).isEqualTo(whole.history());
    assertThat(again.weights().get("dense/kernel")).isEqualTo(whole.weights().get("dense/kernel"));
  }

  @Test
  void aStateOfAnotherModelIsRefusedAndChangesNothing() {
    try (GraphModel learner = learner()) {
      Map<String, float[]> before = learner.weights();
      CallbackState other = new CallbackState(Map.of(), Map.of("dense_7/kernel", new float[3]));

      assertThatThrownBy(() -> learner.restore(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a state must hold the variables [conv2d/kernel")
          .hasMessageContaining("got [dense_7/kernel]");
      assertThat(learner.weights().get("conv2d/kernel")).isEqualTo(before.get("conv2d/kernel"));
    }
  }

  @Test
  void weightsThatDoNotFitAreRefusedAndNothingIsSet() {
    try (GraphModel learner = learner()) {
      float[] before = learner.weights().get("conv2d/bias");

      assertThatThrownBy(
              () ->
                  learner.setWeights(
                      Map.of("conv2d/bias", new float[32], "dense/bias", new float[3])))
          .hasMessageContaining("dense/bias must have 128 values")
          .hasMessageContaining("got 3");
      assertThatThrownBy(() -> learner.setWeights(Map.of("conv2d/nose", new float[1])))
          .hasMessageContaining("no weight conv2d/nose in the model; there are [conv2d/kernel");
      assertThat(learner.weights().get("conv2d/bias")).isEqualTo(before);
    }
  }

  private static Checkpoint latest(CheckpointStore checkpoints) throws IOException {
    List<String> warnings = new ArrayList<>();
    Checkpoint latest = checkpoints.latest(warnings::add).orElseThrow();
    assertThat(warnings).isEmpty();
    return latest;
  }

  private static End run(CheckpointStore checkpoints, BooleanSupplier stop, List<Checkpoint> from) {
    SaveCheckpoints checkpointing =
        new SaveCheckpoints(checkpoints, Long.MAX_VALUE, System::nanoTime, stop);
    Trainer trainer = new Trainer(PLAN, List.of(checkpointing));
    try (GraphModel learner = learner()) {
      Trainer.Outcome outcome =
          from.isEmpty()
              ? trainer.fit(learner, split)
              : trainer.resume(learner, split, from.get(0));
      return new End(learner.weights(), outcome.history().epochs());
    }
  }

  private static GraphModel learner() {
    return new GraphModel(
        MnistCnn.network(new ImageShape(28, 28, 1), 10),
        new Compilation(new Optimizer.Adam(1e-3)).withEmaMomentum(OptionalDouble.of(0.9)),
        PLAN.seed(),
        Device.choose(Device.Choice.CPU));
  }
}
