package org.mnistcnn.formats.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.Python;
import org.mnistcnn.artifact.Endpoint;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.Split;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.onnx.OnnxWriter;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.train.FitOptions;
import org.mnistcnn.train.Trainer;
import org.mnistcnn.zoo.MnistCnn;

/** A model that learned a little, published and read back by Java and by Python. */
class SavedModelTest {

  private static final Device CPU = Device.choose(Device.Choice.CPU);

  @TempDir private static Path directory;
  private static Dataset test;
  private static Model model;
  private static Map<String, float[]> weights;
  private static Predictions predictions;
  private static Path version;
  private static Path pixels;
  private static Path probabilities;

  @BeforeAll
  static void trainAndPublish() throws IOException {
    TrainTestData data = DatasetReader.read(Path.of("data/mnist"));
    test = data.test();
    model = MnistCnn.network(test.imageShape(), 10);
    try (GraphModel learner =
        new GraphModel(model, new Compilation(new Optimizer.Adam(1e-3)), 1, CPU)) {
      new Trainer(new FitOptions(1, 64, 1), List.of())
          .fit(learner, Split.last(data.training().slice(0, 5000), 0));
      weights = learner.weights();
      predictions = learner.predict(test);
    }
    version = SavedModelWriter.publish(directory.resolve("mnist_cnn"), model, weights);
    pixels = directory.resolve("pixels");
    probabilities = directory.resolve("probabilities");
    writeForPython();
  }

  private static void writeForPython() throws IOException {
    ByteBuffer images = test.pixels(0, test.count());
    byte[] bytes = new byte[images.remaining()];
    images.get(bytes);
    Files.write(pixels, bytes);
    ByteBuffer floats =
        ByteBuffer.allocate(test.count() * 10 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int sample = 0; sample < test.count(); sample++) {
      for (int category = 0; category < 10; category++) {
        floats.putFloat(predictions.probability(sample, category));
      }
    }
    Files.write(probabilities, floats.array());
  }

  @Test
  void javaReadsBackTheSameProbabilities() throws IOException {
    try (SavedModelReader reader = SavedModelReader.open(version, CPU, Endpoint.AUTO)) {
      assertThat(reader.imageShape()).isEqualTo(test.imageShape());
      assertThat(reader.classes()).isEqualTo(10);
      float[] found = reader.probabilities(test);
      for (int sample = 0; sample < test.count(); sample++) {
        for (int category = 0; category < 10; category++) {
          assertThat(found[sample * 10 + category])
              .isCloseTo(predictions.probability(sample, category), within(1e-5f));
        }
      }
    }
  }

  @Test
  void pythonGetsTheSameProbabilitiesOfAllTestImages() throws Exception {
    String output =
        Python.run("src/test/python/savedmodel_parity.py", version, pixels, probabilities);

    assertThat(output).contains("serving_default probabilities: ok", "no optimizer state: ok");
  }

  @Test
  void everyWayOfUsingItInPythonGivesTheSame() throws Exception {
    Path output = Files.createDirectories(directory.resolve("python"));

    String printed =
        Python.run(
            "src/test/python/savedmodel_consumers.py", version, pixels, probabilities, output);

    assertThat(printed)
        .contains("TFSMLayer: ok", "compat.v1: ok", "saved_model_cli run: ok", "TFLite: ok")
        .contains("fine-tuning: ok", "fine-tuned is another model: ok");
  }

  @Test
  void onnxRuntimeGivesTheSameProbabilitiesInPython() throws Exception {
    Path file = directory.resolve("mnist_cnn.onnx");
    OnnxWriter.write(file, TrainedModel.of(model, weights));

    String printed = Python.run("src/test/python/onnx_parity.py", file, pixels, probabilities);

    assertThat(printed).contains("probabilities: ok", "class: ok", "metadata: ok");
  }

  @Test
  void itIsWhatTensorFlowServingAsksFor() throws Exception {
    String printed =
        Python.run(
            "src/test/python/savedmodel_serving.py",
            version,
            png(0, false),
            predictions.predicted(0));

    assertThat(printed).contains("warm-up of every signature: ok", "curl: ok");
  }

  @Test
  void thePythonClientClassifiesPictures() throws Exception {
    Path seven = png(0, false);
    Path two = png(1, true);

    String output = Python.run("savedmodel/predict.py", version, seven, two);

    assertThat(output)
        .contains(seven + ": " + predictions.predicted(0) + " (")
        .contains(two + ": " + predictions.predicted(1) + " (");
  }

  @Test
  void versionsCountUpAndNothingUnpublishedIsLeft() throws IOException {
    Path models = directory.resolve("counted");
    Files.createDirectories(models.resolve("7"));
    Files.createDirectories(models.resolve("not-a-version"));

    Path eighth = SavedModelWriter.publish(models, model, weights);

    assertThat(eighth).isEqualTo(models.resolve("8"));
    assertThat(models).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void aFailedExportLeavesNothing() {
    Path models = directory.resolve("failed");
    Map<String, float[]> tooFew = Map.of("conv2d/kernel", new float[3]);

    assertThatThrownBy(() -> SavedModelWriter.publish(models, model, tooFew))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weight conv2d/kernel must have 288 values, got 3");
    assertThat(models).doesNotExist();
  }

  private static Path png(int sample, boolean darkOnLight) throws IOException {
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    ByteBuffer pixels = test.pixels(sample, sample + 1);
    for (int i = 0; i < 28 * 28; i++) {
      int value = Byte.toUnsignedInt(pixels.get(i));
      image.getRaster().setSample(i % 28, i / 28, 0, darkOnLight ? 255 - value : value);
    }
    Path file = directory.resolve("digit%d.png".formatted(sample));
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
