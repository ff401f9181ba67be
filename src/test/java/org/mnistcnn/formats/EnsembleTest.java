package org.mnistcnn.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mnistcnn.Python;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.InferenceModel;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.keras.KerasFile;
import org.mnistcnn.formats.onnx.OnnxWriter;
import org.mnistcnn.formats.savedmodel.SavedModelWriter;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelBuilder;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.nn.layers.Add;
import org.mnistcnn.nn.layers.BatchNormalization;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.GlobalAveragePooling2D;
import org.mnistcnn.nn.layers.Rescaling;
import org.mnistcnn.nn.rewrite.Ensemble;
import org.mnistcnn.zoo.MnistCnn;
import org.tensorflow.ndarray.Shape;

/** Several trained models as one: the numbers, and every file that it can be. */
class EnsembleTest {

  private static final Device CPU = Device.choose(Device.Choice.CPU);

  private static Dataset images;
  private static final List<TrainedModel> MEMBERS = new ArrayList<>();

  @TempDir private Path directory;

  @BeforeAll
  static void trainALittle() throws IOException {
    images = DatasetReader.readTest(Path.of("data/mnist")).slice(0, 100);
    for (Model model :
        List.of(
            MnistCnn.network(images.imageShape(), 10),
            MnistCnn.oneLayer(images.imageShape(), 10),
            residual())) {
      try (GraphModel learner =
          new GraphModel(model, new Compilation(new Optimizer.Adam(5e-3)), 3, CPU)) {
        learner.trainOn(images);
        for (int step = 0; step < 5; step++) {
          learner.step(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
        }
        MEMBERS.add(TrainedModel.of(model, learner.weights()));
      }
    }
  }

  private static Model residual() {
    ModelBuilder builder = new ModelBuilder(Shape.of(28, 28, 1));
    ModelBuilder.Value value = builder.add(new Rescaling(1 / 255.0), builder.input());
    value = builder.add(new Conv2D(4, 3, Activation.RELU), value);
    value = builder.add(new BatchNormalization(), value);
    ModelBuilder.Value block = builder.add(new Conv2D(4, 1, Activation.RELU), value);
    value = builder.add(new Add(), value, block);
    value = builder.add(new GlobalAveragePooling2D(), value);
    return builder.build(builder.add(new Dense(10, Activation.SOFTMAX), value));
  }

  @ParameterizedTest
  @CsvSource({"0.3333333, 0.3333333, 0.3333333, Average", "0.5, 0.2, 0.3, Add"})
  void everyFileGivesTheMeanOfTheProbabilities(double a, double b, double c, String last)
      throws Exception {
    List<Double> shares = List.of(a, b, c);
    TrainedModel ensemble = TrainedModel.ensemble(MEMBERS, shares, Map.of("ensemble of", "3"));
    float[] expected = mean(shares);

    Path version = SavedModelWriter.publish(directory.resolve("model"), ensemble);
    Path keras = directory.resolve("model.keras");
    KerasFile.write(keras, ensemble.model(), ensemble.weights(), InstantSource.system());

    assertClose(probabilities(ensemble), expected);
    for (Path file : List.of(version, keras)) {
      try (Classifier classifier = Classifiers.open(file, CPU)) {
        assertClose(classifier.probabilities(images), expected);
      }
    }
    TrainedModel read = SavedModelSource.read(version, CPU);
    assertThat(read.weightsHash()).isEqualTo(ensemble.weightsHash());
    assertThat(read.facts()).containsEntry("ensemble of", "3");
    Path onnx = directory.resolve("model.onnx");
    OnnxWriter.write(onnx, read);
    assertThat(onnx).isNotEmptyFile();
    assertThat(
            Python.run(
                "src/test/python/ensemble_parity.py",
                version,
                keras,
                write("pixels", pixels()),
                write("probabilities", expected)))
        .contains("TFSMLayer: ok", ".keras: ok", "last layer: " + last);
  }

  @Test
  void anEnsembleOfEnsemblesIsOne() {
    List<Double> half = List.of(0.5, 0.5);
    TrainedModel two = TrainedModel.ensemble(MEMBERS.subList(0, 2), half, Map.of());
    TrainedModel all = TrainedModel.ensemble(List.of(two, MEMBERS.get(2)), half, Map.of());

    assertClose(probabilities(all), mean(List.of(0.25, 0.25, 0.5)));
  }

  @Test
  void itIsNotTrained() {
    Model ensemble = new Ensemble(MEMBERS.stream().map(TrainedModel::model).toList()).model();

    assertThatThrownBy(
            () -> new GraphModel(ensemble, new Compilation(new Optimizer.SGD(1)), 1, CPU).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "an ensemble is not trained as one, got one that ends with ensemble (Average): train"
                + " its members");
  }

  @Test
  void aSumThatIsNoMeanIsNoClassifier() {
    ModelBuilder builder = new ModelBuilder(Shape.of(4));
    Model sum =
        builder.build(
            builder.add(
                new Add(),
                builder.add(new Dense(2, Activation.SOFTMAX), builder.input()),
                builder.add(new Dense(2, Activation.SOFTMAX), builder.input())));

    assertThatThrownBy(() -> new InferenceModel(sum, Map.of(), CPU).close())
        .hasMessageStartingWith("a classifier must end with a softmax over its classes, got add");
  }

  @Test
  void membersThatDoNotFitAreRefused() {
    Model ten = MEMBERS.get(0).model();
    Model five = MnistCnn.network(images.imageShape(), 5);

    assertThatThrownBy(() -> new Ensemble(List.of(ten)))
        .hasMessage("an ensemble needs at least 2 members, got 1");
    assertThatThrownBy(() -> new Ensemble(List.of(ten, ten, five)))
        .hasMessage(
            "members must have one output shape: that of member 1 is [10], that of member 3 [5]");
    assertThatThrownBy(() -> new Ensemble(List.of(ten, ten), List.of(0.5, 0.6)))
        .hasMessage(
            "weights must be one for each of 2 members, not negative, with the sum 1, got [0.5, 0.6]");
    assertThatThrownBy(() -> new Ensemble(List.of(ten, ten), List.of(1.5, -0.5)))
        .hasMessageStartingWith("weights must be");
  }

  private static float[] probabilities(TrainedModel trained) {
    try (InferenceModel model = new InferenceModel(trained.model(), trained.weights(), CPU)) {
      return model.probabilities(images);
    }
  }

  private static float[] mean(List<Double> shares) {
    float[] mean = new float[images.count() * 10];
    for (int member = 0; member < MEMBERS.size(); member++) {
      float[] own = probabilities(MEMBERS.get(member));
      for (int i = 0; i < mean.length; i++) {
        mean[i] += (float) (shares.get(member) * own[i]);
      }
    }
    return mean;
  }

  private static void assertClose(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-6f));
    }
  }

  private static byte[] pixels() {
    byte[] pixels = new byte[images.count() * images.imageShape().size()];
    images.pixels(0, images.count()).get(pixels);
    return pixels;
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private Path write(String name, float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return write(name, bytes.array());
  }
}
