package org.mnistcnn.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mnistcnn.Python;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.ModelState;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Constraint;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelBuilder;
import org.mnistcnn.nn.ModelBuilder.Value;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.GradientClipping;
import org.mnistcnn.nn.compile.LearningRate;
import org.mnistcnn.nn.compile.Loss;
import org.mnistcnn.nn.compile.Metric;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.nn.layers.ActivationLayer;
import org.mnistcnn.nn.layers.Add;
import org.mnistcnn.nn.layers.BatchNormalization;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.Flatten;
import org.mnistcnn.nn.layers.GlobalAveragePooling2D;
import org.mnistcnn.nn.layers.MaxPooling2D;
import org.mnistcnn.nn.layers.Padding;
import org.mnistcnn.nn.layers.Rescaling;
import org.tensorflow.ndarray.Shape;

/** What Java trains and saves, Python Keras loads compiled and trains on. */
class KerasFileTest {

  private static final Device CPU = Device.choose(Device.Choice.CPU);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2024-02-29T12:34:56Z"));
  private static final int BATCH = 64;
  private static final int FIRST_STEPS = 100;
  private static final int STEPS = 20;

  @TempDir private static Path directory;
  private static Dataset training;
  private static Dataset test;

  @BeforeAll
  static void readDigits() throws IOException {
    TrainTestData data = DatasetReader.read(Path.of("data/mnist"));
    training = data.training().slice(0, 10_000);
    test = data.test();
    Images.write(training, directory.resolve("pixels"), directory.resolve("labels"));
    Images.write(test, directory.resolve("test_pixels"), directory.resolve("test_labels"));
  }

  /** Networks without dropout, whose chance is not Keras's, each with another optimizer. */
  private enum Case {
    SEQUENTIAL {
      @Override
      Model model() {
        return Model.sequential(
            Shape.of(28, 28, 1),
            new Rescaling(1 / 255.0),
            new Conv2D(32, 3, Activation.RELU),
            new MaxPooling2D(2),
            new Conv2D(64, 3, Activation.RELU),
            new MaxPooling2D(2),
            new Flatten(),
            new Dense(128, Activation.RELU),
            new Dense(10, Activation.SOFTMAX));
      }

      @Override
      Compilation compilation() {
        return new Compilation(new Optimizer.Adam(1e-3))
            .withMetrics(List.of(new Metric.Accuracy(), new Metric.TopKAccuracy(3)));
      }
    },
    /** Made in another order than Keras keeps its layers in. */
    BRANCHES {
      @Override
      Model model() {
        ModelBuilder builder = new ModelBuilder(Shape.of(28, 28, 1));
        Value scaled = builder.add(new Rescaling(1 / 255.0), builder.input());
        Value shortWay = builder.add("late", same(8), true, scaled);
        Value x = builder.add("early", same(8), true, scaled);
        x = builder.add("frozen", same(8), false, x);
        x = builder.add(new BatchNormalization(), x);
        x = builder.add(new Add(), shortWay, x);
        Value y = builder.add(same(8), x);
        x = builder.add(new ActivationLayer(Activation.RELU), x);
        x = builder.add(new Add(), y, x);
        x = builder.add(new GlobalAveragePooling2D(), x);
        return builder.build(builder.add(new Dense(10, Activation.SOFTMAX), x));
      }

      private Conv2D same(int filters) {
        return Conv2D.builder(filters, 3)
            .padding(Padding.SAME)
            .kernelConstraint(new Constraint.MaxNorm(0.4, List.of(0, 1, 2)))
            .build();
      }

      @Override
      Compilation compilation() {
        LearningRate rate = new LearningRate.CosineDecay(0, 200, 0.05, 10);
        return new Compilation(new Optimizer.SGD(rate, 0.9, true))
            .withLoss(new Loss.CategoricalCrossentropy(0.1))
            .withClipping(new GradientClipping.ByGlobalNorm(1))
            .withEmaMomentum(OptionalDouble.of(0.9));
      }
    };

    abstract Model model();

    abstract Compilation compilation();

    Path file() {
      return directory.resolve(name() + ".keras");
    }

    GraphModel learner() {
      return new GraphModel(model(), compilation(), 1, CPU);
    }
  }

  private static void step(GraphModel learner, int first, int count) {
    learner.trainOn(training);
    for (int step = first; step < first + count; step++) {
      learner.step(IntStream.range(step * BATCH, (step + 1) * BATCH).toArray());
    }
  }

  private static void save(Path file, GraphModel learner, Compilation compilation)
      throws IOException {
    ModelState state = ModelState.of(learner.model(), learner.state());
    KerasFile.write(file, learner.model(), compilation, state, CLOCK);
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void pythonPredictsTheSameAndFitGoesOn(Case which) throws Exception {
    Path resaved = directory.resolve(which + ".resaved.keras");
    Path probabilities = directory.resolve(which + ".probabilities");
    ModelState state;
    try (GraphModel learner = which.learner()) {
      step(learner, 0, FIRST_STEPS);
      save(which.file(), learner, which.compilation());
      state = ModelState.of(learner.model(), learner.state());
      Images.writeFloats(probabilities, probabilities(learner.predict(test)));
    }

    Path pixels = directory.resolve("test_pixels");
    Path labels = directory.resolve("test_labels");
    Python.run(
        "src/test/python/keras_file.py",
        "check",
        which.file(),
        pixels,
        labels,
        probabilities,
        resaved);

    KerasFile back = KerasFile.read(resaved);
    assertThat(back.model().isSequential()).isEqualTo(which.model().isSequential());
    assertThat(back.compilation()).contains(withFloatRate(which.compilation()));
    ModelState stateBack = back.state(which.compilation());
    assertThat(stateBack.steps()).isEqualTo(FIRST_STEPS);
    assertThat((float) stateBack.learningRate()).isEqualTo((float) state.learningRate());
    assertSame(back.weights(), state.weights());
    assertSame(stateBack.slots(), state.slots());
  }

  /** Keras keeps a constant learning rate in float32. */
  private static Compilation withFloatRate(Compilation compilation) {
    if (!(compilation.optimizer() instanceof Optimizer.Adam adam)) {
      return compilation;
    }
    double rate = (float) adam.learningRate().at(0);
    return new Compilation(
        new Optimizer.Adam(rate),
        compilation.loss(),
        compilation.metrics(),
        compilation.clipping(),
        compilation.emaMomentum());
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void kerasAndJavaGoOnAlike(Case which) throws Exception {
    Path goneOn = directory.resolve(which + ".gone_on.keras");
    Path batches = directory.resolve("batches");
    ByteBuffer indices =
        ByteBuffer.allocate(STEPS * BATCH * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    IntStream.range(FIRST_STEPS * BATCH, (FIRST_STEPS + STEPS) * BATCH).forEach(indices::putInt);
    Files.write(batches, indices.array());
    try (GraphModel learner = which.learner()) {
      step(learner, 0, FIRST_STEPS);
      save(which.file(), learner, which.compilation());
      step(learner, FIRST_STEPS, STEPS);

      Python.run(
          "src/test/python/keras_file.py",
          "go_on",
          which.file(),
          directory.resolve("pixels"),
          directory.resolve("labels"),
          batches,
          BATCH,
          goneOn);

      ModelState java = ModelState.of(learner.model(), learner.state());
      ModelState keras = KerasFile.read(goneOn).state(which.compilation());
      assertThat(keras.steps()).isEqualTo(java.steps());
      assertClose(java.weights(), keras.weights());
      assertClose(java.slots(), keras.slots());
    }
  }

  @Test
  void aModelWithoutCompilationIsOneForPythonToo() throws Exception {
    Path file = directory.resolve("plain.keras");
    try (GraphModel learner = Case.SEQUENTIAL.learner()) {
      KerasFile.write(file, learner.model(), learner.weights(), CLOCK);

      KerasFile back = KerasFile.read(file);
      assertThat(back.compilation()).isEmpty();
      assertSame(back.weights(), learner.weights());
    }
    Python.run(
        "-c", "import keras, sys; assert not keras.models.load_model(sys.argv[1]).compiled", file);
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    Path first = directory.resolve("first.keras");
    Path second = directory.resolve("second.keras");
    try (GraphModel learner = Case.BRANCHES.learner()) {
      save(first, learner, Case.BRANCHES.compilation());
      save(second, learner, Case.BRANCHES.compilation());
    }

    assertThat(first).hasSameBinaryContentAs(second);
  }

  @Test
  void aFailedWriteLeavesTheFileBeforeUntouched() throws IOException {
    Path file = Files.writeString(directory.resolve("before.keras"), "before");
    Map<String, float[]> tooFew = Map.of("conv2d/kernel", new float[288]);

    assertThatThrownBy(() -> KerasFile.write(file, Case.SEQUENTIAL.model(), tooFew, CLOCK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("conv2d/bias is missing");

    assertThat(file).hasContent("before");
  }

  private static float[] probabilities(Predictions predictions) {
    float[] values = new float[predictions.count() * 10];
    for (int i = 0; i < values.length; i++) {
      values[i] = predictions.probability(i / 10, i % 10);
    }
    return values;
  }

  private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, value) -> assertThat(actual.get(name)).as(name).isEqualTo(value));
  }

  private static void assertClose(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, value) ->
            assertThat(Images.difference(actual.getOrDefault(name, new float[0]), value))
                .as(name)
                .isLessThan(1e-3));
  }
}
