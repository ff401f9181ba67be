package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.formats.keras.KerasConfig;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.layers.BatchNormalization;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.GlobalAveragePooling2D;
import org.mnistcnn.nn.layers.Rescaling;
import org.tensorflow.ndarray.Shape;

/** Networks of Keras's config.json instead of the one that comes with the program. */
final class ArchitectureOptionTest {

  /** 300 training and 100 test images. */
  @TempDir static Path excerpt;

  @TempDir Path outputs;

  @BeforeAll
  static void writeTheExcerpt() throws IOException {
    Mnist.excerpt(excerpt, 300, 100);
  }

  @Test
  void theNetworkOfAFileIsTrainedExportedAndResumed() throws IOException {
    Path file = write(KerasConfig.json(network(28, 10)));

    train(file).succeeded();
    Run resumed = Run.of("train", "--resume", "--epochs", "2", "--output-dir", outputs.toString());

    resumed.succeeded();
    assertThat(resumed.out())
        .contains("Total params: 170", "Trainable params: 162", "Non-trainable params: 8")
        .contains("Resuming in epoch 2 after 0 images");
    Run.of(
            "evaluate",
            "--data",
            excerpt.toString(),
            "--model",
            outputs.resolve("savedmodel/mnist_cnn/2").toString(),
            "--output-dir",
            outputs.toString())
        .succeeded();
  }

  @Test
  void aNetworkForOtherImagesIsRefused() throws IOException {
    Path large = write(KerasConfig.json(network(32, 10)));

    train(large)
        .failed(
            1,
            excerpt
                + ": images of shape (28, 28, 1) do not fit the network of "
                + large
                + ": images must have the model's input shape [32, 32, 1], got [28, 28, 1]");

    Path tooMany = write(KerasConfig.json(network(28, 11)));

    train(tooMany).failedWith(1, "classes must be as many as the model's outputs, 11, got 10");
  }

  @Test
  void aNetworkWithoutSoftmaxAtItsEndIsRefused() throws IOException {
    Model model =
        Model.sequential(
            Shape.of(28, 28, 1), new GlobalAveragePooling2D(), new Dense(10, Activation.RELU));

    train(write(KerasConfig.json(model)))
        .failedWith(1, "a classifier must end with a softmax over its classes, got dense (Dense)");
  }

  @Test
  void anUnknownLayerIsNamedWithItsPlaceAndTheNearestKnown() throws IOException {
    String json = KerasConfig.json(network(28, 10)).replace("\"Conv2D\"", "\"Conv2d3\"");

    train(write(json)).failedWith(1, "layer 1", "Conv2d3", "did you mean Conv2D?");
  }

  @Test
  void aFileThatIsNoNetworkIsRefused() throws IOException {
    train(write("no network")).failedWith(1, "network.json");
    train(outputs.resolve("nothing.json")).failedWith(1, "nothing.json: no such file");
  }

  private static Model network(int size, int classes) {
    return Model.sequential(
        Shape.of(size, size, 1),
        new Rescaling(1 / 255.0),
        new Conv2D(4, 5, Activation.LINEAR),
        new BatchNormalization(),
        new GlobalAveragePooling2D(),
        new Dense(classes, Activation.SOFTMAX));
  }

  private Path write(String json) throws IOException {
    return Files.writeString(outputs.resolve("network.json"), json);
  }

  private Run train(Path architecture) {
    return Run.of(
        "train",
        "--architecture",
        architecture.toString(),
        "--data",
        excerpt.toString(),
        "--epochs",
        "1",
        "--device",
        "cpu",
        "--output-dir",
        outputs.toString());
  }
}
