package org.mnistcnn.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
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
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.nn.layers.ActivationLayer;
import org.mnistcnn.nn.layers.BatchNormalization;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.Flatten;
import org.mnistcnn.nn.layers.MaxPooling2D;
import org.mnistcnn.nn.layers.Rescaling;
import org.tensorflow.ndarray.Shape;

/** Training with frozen layers, then with none, beside Keras. */
class TransferParityTest {

  private static final Device CPU = Device.choose(Device.Choice.CPU);
  private static final int STEPS = 8;
  private static final int BATCH = 32;

  @TempDir private Path directory;

  @Test
  void twoStagesEndWithTheWeightsOfKeras() throws Exception {
    Dataset images = DatasetReader.readTest(Path.of("data/mnist")).slice(0, 2 * STEPS * BATCH);
    Model whole =
        Model.sequential(
            Shape.of(28, 28, 1),
            new Rescaling(1 / 255.0),
            // A bias in front of a normalization has no gradient but rounding, which Adam makes
            // large.
            Conv2D.builder(4, 3).useBias(false).build(),
            new BatchNormalization(),
            new ActivationLayer(Activation.RELU),
            new MaxPooling2D(4),
            new Flatten(),
            new Dense(10, Activation.SOFTMAX));
    List<String> frozen = List.of("rescaling", "conv2d", "batch_normalization");
    Compilation first = new Compilation(new Optimizer.Adam(1e-2));
    Path begin = directory.resolve("begin.keras");
    Path end = directory.resolve("end.keras");
    try (GraphModel learner = new GraphModel(whole.withFrozen(frozen), first, 7, CPU)) {
      KerasFile.write(begin, whole, learner.weights(), InstantSource.system());
      learner.trainOn(images);
      for (int epoch = 0; epoch < 2; epoch++) {
        if (epoch == 1) {
          learner.recompile(whole, first);
          learner.setLearningRate(1e-3);
        }
        learner.resetMeasures();
        for (int step = epoch * STEPS; step < (epoch + 1) * STEPS; step++) {
          learner.step(IntStream.range(step * BATCH, (step + 1) * BATCH).toArray());
        }
      }
      assertThat(learner.steps()).isEqualTo(2 * STEPS);
      ModelState state = ModelState.of(learner.model(), learner.state());
      KerasFile.write(end, learner.model(), learner.compilation(), state, InstantSource.system());
    }

    assertThat(
            Python.run(
                "src/test/python/keras_transfer.py",
                begin,
                end,
                pixels(images),
                labels(images),
                "batch_normalization",
                STEPS,
                BATCH,
                1e-2,
                1e-3))
        .contains("ok");
  }

  private Path pixels(Dataset images) throws IOException {
    byte[] bytes = new byte[images.count() * images.imageShape().size()];
    images.pixels(0, images.count()).get(bytes);
    return Files.write(directory.resolve("pixels"), bytes);
  }

  private Path labels(Dataset images) throws IOException {
    byte[] bytes = new byte[images.count()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) images.label(i);
    }
    return Files.write(directory.resolve("labels"), bytes);
  }
}
