package org.mnistcnn.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mnistcnn.Python;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.Split;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.ModelState;
import org.mnistcnn.engine.WeightTransfer;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.Classifiers;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.train.FitOptions;
import org.mnistcnn.train.Trainer;

/** What Python Keras trains and saves, Java predicts with and trains on. */
class KerasFileFromPythonTest {

  private static final Device CPU = Device.choose(Device.Choice.CPU);
  private static final int STEPS = 20;
  private static final int FIRST_STEPS = 6;
  private static final int BATCH = 32;

  @TempDir private static Path directory;
  private static Dataset digits;

  @BeforeAll
  static void pythonTrainsAndSaves() throws Exception {
    digits = DatasetReader.readTest(Path.of("data/mnist"));
    Path pixels = directory.resolve("pixels");
    Path labels = directory.resolve("labels");
    Images.write(digits, pixels, labels);

    String output =
        Python.run("src/test/python/keras_file.py", "write", directory, pixels, labels, STEPS);

    assertThat(output).contains("seed: ok", "colour: ok");
  }

  private static Dataset images(String name) {
    return name.equals("colour") ? Images.coloured(digits) : digits;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seed",
        "batch_norm",
        "deep",
        "depthwise",
        "global_pooling",
        "constrained",
        "colour"
      })
  void probabilitiesOfAllTestImagesAreKerass(String name) throws IOException {
    float[] keras = Images.readFloats(directory.resolve(name + ".probabilities"));

    try (Classifier classifier = Classifiers.open(directory.resolve(name + ".keras"), CPU)) {
      float[] java = classifier.probabilities(images(name));
      assertThat(keras).hasSize(digits.count() * 10);
      assertThat(Images.difference(java, keras)).isLessThan(1e-5);
    }
  }

  /** All but the seed's network, whose dropout draws other numbers in Keras. */
  @ParameterizedTest
  @ValueSource(
      strings = {"batch_norm", "deep", "depthwise", "global_pooling", "constrained", "colour"})
  void trainingGoesOnAsInKeras(String name) throws IOException {
    KerasFile before = KerasFile.read(directory.resolve(name + ".keras"));
    KerasFile after = KerasFile.read(directory.resolve(name + ".gone_on.keras"));
    Compilation compilation = before.compilation().orElseThrow();
    assertThat(before.state(compilation).steps()).isEqualTo(FIRST_STEPS);

    try (GraphModel learner = learner(before, compilation)) {
      learner.trainOn(images(name));
      for (int step = FIRST_STEPS; step < FIRST_STEPS + STEPS; step++) {
        learner.step(IntStream.range(step * BATCH, (step + 1) * BATCH).toArray());
      }

      ModelState expected = after.state(compilation);
      ModelState actual = ModelState.of(learner.model(), learner.state());
      assertThat(actual.steps()).isEqualTo(expected.steps());
      assertThat(actual.learningRate()).isCloseTo(expected.learningRate(), within(1e-7));
      assertClose(actual.weights(), expected.weights());
      assertClose(actual.slots(), expected.slots());
      assertThat(difference(before.weights(), after.weights())).as("it moved").isGreaterThan(1e-2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seed",
        "batch_norm",
        "deep",
        "depthwise",
        "global_pooling",
        "constrained",
        "colour"
      })
  void anEpochInJavaMakesItBetter(String name) throws IOException {
    KerasFile file = KerasFile.read(directory.resolve(name + ".keras"));
    Dataset training = images(name).slice(0, 4000);
    try (GraphModel learner = learner(file, file.compilation().orElseThrow())) {
      Predictions before = learner.predict(images(name).slice(4000, 6000));
      new Trainer(new FitOptions(1, 64, 1), List.of()).fit(learner, Split.last(training, 0));
      Predictions after = learner.predict(images(name).slice(4000, 6000));

      assertThat(after.accuracy()).isGreaterThan(before.accuracy());
    }
  }

  /** By kind of layer and order, as load_weights does: the names of Python's layers count on. */
  @ParameterizedTest
  @ValueSource(strings = {".weights.h5", ".keras"})
  void weightsAloneGoIntoAMatchingModel(String suffix) throws IOException {
    KerasFile named = KerasFile.read(directory.resolve("global_pooling.keras"));

    WeightTransfer.Source source =
        KerasWeights.read(directory.resolve("global_pooling" + suffix), named.model());

    WeightTransfer transfer = WeightTransfer.of(named.model(), source);
    assertThat(transfer.kept()).isEmpty();
    assertThat(transfer.unused()).isEmpty();
    assertThat(difference(source.values(), named.weights())).isZero();
  }

  private static GraphModel learner(KerasFile file, Compilation compilation) throws IOException {
    GraphModel learner = new GraphModel(file.model(), compilation, 1, CPU);
    learner.restore(file.state(compilation).state(file.model(), compilation));
    return learner;
  }

  private static void assertClose(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, value) ->
            assertThat(Images.difference(actual.getOrDefault(name, new float[0]), value))
                .as(name)
                .isLessThan(1e-3));
  }

  private static double difference(Map<String, float[]> some, Map<String, float[]> others) {
    assertThat(some.keySet()).isEqualTo(others.keySet());
    return some.entrySet().stream()
        .mapToDouble(
            entry ->
                Images.difference(
                    entry.getValue(), others.getOrDefault(entry.getKey(), new float[0])))
        .max()
        .orElse(0);
  }
}
