package org.mnistcnn.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.keras.LayerCase;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.zoo.MnistCnn;
import org.tensorflow.ndarray.Shape;

/** Networks as ONNX files, run by ONNX Runtime, against the numbers that Keras computed. */
class OnnxTest {

  private static final OrtEnvironment ONNX_RUNTIME = OrtEnvironment.getEnvironment();

  @TempDir private Path directory;

  static List<LayerCase> cases() throws IOException {
    return LayerCase.read("layers.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyLayerGivesTheNumbersOfKeras(LayerCase aCase) throws Exception {
    assertGives(aCase, LayerCase.floats(aCase.json().get("inference").get("output")));
  }

  @Test
  void aResidualNetworkGivesTheProbabilitiesOfKeras() throws Exception {
    LayerCase resnet = LayerCase.read("resnet.json").get(0);

    assertGives(resnet, LayerCase.floats(resnet.json().get("probabilities")));
  }

  @Test
  void allTestImagesGetTheProbabilitiesOfTensorFlow() throws Exception {
    Dataset test = DatasetReader.readTest(Path.of("data/mnist"));
    Model model = MnistCnn.network(test.imageShape(), 10);
    ByteBuffer bytes = test.pixels(0, test.count());
    float[] pixels = new float[bytes.remaining()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Byte.toUnsignedInt(bytes.get(i));
    }
    try (GraphModel learner =
        new GraphModel(
            model,
            new Compilation(new Optimizer.Adam(1e-3)),
            1,
            Device.choose(Device.Choice.CPU))) {
      learner.trainOn(test);
      for (int first = 0; first < 2000; first += 100) {
        learner.step(IntStream.range(first, first + 100).toArray());
      }
      Predictions expected = learner.predict(test);
      assertThat(expected.accuracy()).isGreaterThan(0.5);

      float[] found = run(model, learner.weights(), pixels);

      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isCloseTo(expected.probability(i / 10, i % 10), within(1e-4f));
      }
    }
  }

  private void assertGives(LayerCase aCase, float[] expected) throws Exception {
    float[] output =
        run(aCase.model(), aCase.weights(), LayerCase.floats(aCase.json().get("input")));

    assertThat(output).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(output[i])
          .as("value %d", i)
          .isCloseTo(expected[i], within(1e-5f * Math.max(1, Math.abs(expected[i]))));
    }
  }

  private float[] run(Model model, Map<String, float[]> weights, float[] values)
      throws IOException, OrtException {
    Path file = directory.resolve("model.onnx");
    OnnxWriter.write(file, TrainedModel.of(model, weights));
    Shape batch = model.inputShape().prepend(values.length / model.inputShape().size());
    try (OrtSession session = ONNX_RUNTIME.createSession(file.toString());
        OnnxTensor input =
            OnnxTensor.createTensor(ONNX_RUNTIME, FloatBuffer.wrap(values), batch.asArray());
        OrtSession.Result result = session.run(Map.of("image", input))) {
      FloatBuffer output =
          ((OnnxTensor) result.get("probabilities").orElseThrow()).getFloatBuffer();
      float[] floats = new float[output.remaining()];
      output.get(floats);
      return floats;
    }
  }
}
