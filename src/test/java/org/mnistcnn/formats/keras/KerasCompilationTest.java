package org.mnistcnn.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.Python;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.ModelState;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.GradientClipping;
import org.mnistcnn.nn.compile.LearningRate;
import org.mnistcnn.nn.compile.Loss;
import org.mnistcnn.nn.compile.Metric;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.Flatten;
import org.mnistcnn.nn.layers.Rescaling;
import org.tensorflow.ndarray.Shape;

/** Optimizers, schedules, losses and metrics go to Python in a .keras file, and come back. */
class KerasCompilationTest {

  private static final Device CPU = Device.choose(Device.Choice.CPU);
  private static final int BATCH = 64;

  private static final Model SMALL =
      Model.sequential(
          Shape.of(28, 28, 1),
          new Rescaling(1 / 255.0),
          new Flatten(),
          new Dense(10, Activation.SOFTMAX));

  @TempDir private Path directory;

  /** Learning rates are float32 numbers: Keras keeps no other. */
  private static List<Compilation> waysToCompile() {
    double rate = 0.0625;
    Compilation plain = new Compilation(new Optimizer.Adam(rate));
    List<LearningRate> schedules =
        List.of(
            new LearningRate.ExponentialDecay(rate, 100, 0.9, true),
            new LearningRate.PiecewiseConstantDecay(List.of(10L, 20L), List.of(0.1, 0.01, 0.001)),
            new LearningRate.CosineDecay(rate, 100),
            new LearningRate.CosineDecay(0, 100, 0.1, OptionalDouble.of(rate), 10),
            new LearningRate.PolynomialDecay(rate, 100, 0.01, 2, true));
    List<Compilation> ways =
        new ArrayList<>(
            List.of(
                new Compilation(new Optimizer.SGD(rate)),
                new Compilation(new Optimizer.SGD(new LearningRate.Constant(rate), 0.9, true)),
                new Compilation(new Optimizer.AdamW(rate)),
                new Compilation(new Optimizer.RMSprop(rate)),
                new Compilation(
                    new Optimizer.RMSprop(new LearningRate.Constant(rate), 0.8, 0.5, 1e-6, true)),
                new Compilation(new Optimizer.Nadam(rate)),
                plain.withLoss(new Loss.CategoricalCrossentropy(0.1)),
                plain
                    .withLoss(new Loss.CategoricalFocalCrossentropy(0.3, 1.5, 0.1))
                    .withMetrics(List.of(new Metric.TopKAccuracy(2, "top_2"))),
                plain.withMetrics(List.of(new Metric.Accuracy(), new Metric.TopKAccuracy(3))),
                plain.withMetrics(List.of()),
                plain.withClipping(new GradientClipping.ByValue(0.5)),
                plain.withClipping(new GradientClipping.ByNorm(0.5)),
                plain.withClipping(new GradientClipping.ByGlobalNorm(0.5)),
                plain.withEmaMomentum(OptionalDouble.of(0.5))));
    schedules.forEach(schedule -> ways.add(new Compilation(new Optimizer.Adam(schedule))));
    return ways;
  }

  @Test
  void everyWayToCompileComesBackFromPythonWithItsState() throws Exception {
    Path written = Files.createDirectory(directory.resolve("ways"));
    Path resaved = Files.createDirectory(directory.resolve("ways_resaved"));
    List<Compilation> ways = waysToCompile();
    List<ModelState> states = new ArrayList<>();
    for (int i = 0; i < ways.size(); i++) {
      try (GraphModel learner = trained(ways.get(i), 2)) {
        save(written.resolve(i + ".keras"), learner, ways.get(i));
        states.add(ModelState.of(SMALL, learner.state()));
      }
    }

    Python.run("src/test/python/keras_file.py", "resave", written, resaved);

    for (int i = 0; i < ways.size(); i++) {
      KerasFile back = KerasFile.read(resaved.resolve(i + ".keras"));
      assertThat(back.compilation()).contains(ways.get(i));
      ModelState state = back.state(ways.get(i));
      assertThat(state.steps()).isEqualTo(2);
      assertSame(state.weights(), states.get(i).weights());
      assertSame(state.slots(), states.get(i).slots());
    }
  }

  @Test
  void aScheduleThatKerasLacksLeavesTheRateOfTheNextStep() throws IOException {
    Path file = directory.resolve("one_cycle.keras");
    LearningRate cycle = new LearningRate.OneCycle(0.1, 100);
    Compilation compilation = new Compilation(new Optimizer.SGD(cycle, 0.9, false));
    try (GraphModel learner = trained(compilation, 7)) {
      save(file, learner, compilation);
    }

    KerasFile back = KerasFile.read(file);

    assertThat(KerasFile.hasSchedule(cycle)).isFalse();
    Compilation constant = back.compilation().orElseThrow();
    assertThat(constant.optimizer())
        .isEqualTo(new Optimizer.SGD(new LearningRate.Constant(cycle.at(7)), 0.9, false));
    assertThat(back.state(constant).learningRate()).isEqualTo(cycle.at(7));
  }

  private static GraphModel trained(Compilation compilation, int steps) throws IOException {
    Dataset digits = DatasetReader.readTest(Path.of("data/mnist"));
    GraphModel learner = new GraphModel(SMALL, compilation, 1, CPU);
    learner.trainOn(digits);
    for (int step = 0; step < steps; step++) {
      learner.step(IntStream.range(step * BATCH, (step + 1) * BATCH).toArray());
    }
    return learner;
  }

  private static void save(Path file, GraphModel learner, Compilation compilation)
      throws IOException {
    ModelState state = ModelState.of(learner.model(), learner.state());
    KerasFile.write(file, learner.model(), compilation, state, InstantSource.system());
  }

  private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, value) -> assertThat(actual.get(name)).as(name).isEqualTo(value));
  }
}
