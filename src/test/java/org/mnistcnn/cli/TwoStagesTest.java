package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.formats.keras.KerasFile;
import org.mnistcnn.nn.Model;
import org.mnistcnn.zoo.MnistCnn;

/** {@code train --from} with another head and frozen layers, and what comes when they thaw. */
final class TwoStagesTest {

  private static final String HELP = " (see mnist-cnn train --help)";

  /** 300 training and 100 test images: 240 to train on, 2 steps an epoch. */
  @TempDir static Path excerpt;

  @TempDir static Path first;

  @TempDir Path outputs;

  @BeforeAll
  static void trainOnce() throws IOException {
    Mnist.excerpt(excerpt, 300, 100);
    train(first, "--epochs", "1").succeeded();
  }

  private static Path run() {
    return first.resolve("runs/mnist_cnn");
  }

  private static String[] twoStages(String... more) {
    return Stream.concat(
            Stream.of(
                "--from",
                run().toString(),
                "--replace-head",
                "--freeze-until",
                "conv2d_1",
                "--unfreeze-at",
                "3",
                "--unfreeze-learning-rate",
                "1e-4",
                "--ema-momentum",
                "0.5"),
            Arrays.stream(more))
        .toArray(String[]::new);
  }

  @Test
  void aRunGoesThroughBothStagesAndOneThatWasInterruptedEndsLikeIt() throws IOException {
    Path whole = outputs.resolve("whole");
    Run run = train(whole, twoStages("--epochs", "4"));
    run.succeeded();
    assertThat(run.out())
        .contains(
            "Weights from " + run() + ", compiled anew; new are head/kernel, head/bias",
            "From epoch 3 on, 225,034 parameters are trained, before 206,218");
    KerasFile keras = KerasFile.read(whole.resolve("runs/mnist_cnn/mnist_cnn.keras"));
    assertThat(keras.model().nodes()).allMatch(Model.Node::trainable);
    assertThat(keras.state(keras.compilation().orElseThrow()).steps()).isEqualTo(4);
    assertThat(keras.state(keras.compilation().orElseThrow()).learningRate())
        .isCloseTo(1e-4, within(1e-9));

    // As kill -9 leaves it within the second stage, and at the end of the first.
    Path killed = outputs.resolve("killed");
    train(killed, twoStages("--epochs", "3")).succeeded();
    Path checkpoints = killed.resolve("runs/mnist_cnn/checkpoints");
    Path last = checkpoints.resolve("step-000000000006.ckpt");
    byte[] second = Files.readAllBytes(last);
    Files.delete(last);
    assertThat(resume(killed)).contains("Resuming in epoch 3 after 0 images");
    assertThat(weights(killed, 2)).isEqualTo(weights(whole, 1));
    Files.delete(checkpoints.resolve("step-000000000008.ckpt"));
    Files.write(last, second);
    assertThat(resume(killed)).contains("Resuming in epoch 4 after 0 images");
    assertThat(weights(killed, 3)).isEqualTo(weights(whole, 1));
  }

  private static List<String> resume(Path outputs) {
    return Run.of("train", "--resume", "--epochs", "4", "--output-dir", outputs.toString())
        .succeeded()
        .out();
  }

  @Test
  void anotherNumberOfClassesGetsAnotherHead() throws IOException {
    Path five =
        UntrainedModel.write(
            outputs.resolve("five.keras"), MnistCnn.network(new ImageShape(28, 28, 1), 5));

    Run run = train(outputs, "--from", five.toString(), "--epochs", "1");

    run.succeeded();
    Model model = KerasFile.read(outputs.resolve("runs/mnist_cnn/mnist_cnn.keras")).model();
    assertThat(model.outputShape().get(0)).isEqualTo(10);
    assertThat(model.nodes()).extracting(Model.Node::name).endsWith("dropout", "head");
  }

  @Test
  void imagesOfAnotherSizeAreRefused() throws IOException {
    Path large =
        UntrainedModel.write(
            outputs.resolve("large.keras"), MnistCnn.network(new ImageShape(32, 32, 1), 10));

    train(outputs, "--from", large.toString())
        .failed(
            1,
            excerpt
                + ": images of shape (28, 28, 1) do not fit the network of "
                + large
                + ": images must have the model's input shape [32, 32, 1], got [28, 28, 1]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--replace-head | '--replace-head has no effect here: it belongs to --from'",
        "--unfreeze-learning-rate 1 | '--unfreeze-learning-rate has no effect here: it belongs to --unfreeze-at'",
        "--unfreeze-at 2 | '--unfreeze-at has no effect here: no layer is frozen; it belongs to --freeze-until'",
        "--unfreeze-at 1 --freeze-until conv2d | '--unfreeze-at must be in [2, 10], of which the last is --epochs, got 1'",
        "--unfreeze-at 11 --freeze-until conv2d | '--unfreeze-at must be in [2, 10], of which the last is --epochs, got 11'",
        "--unfreeze-at 2 --unfreeze-learning-rate 0 | '--unfreeze-learning-rate must be positive and finite, got 0.0'",
        "--freeze-until dense_1 | '--freeze-until must leave a layer to train, got dense_1, the last one with weights among [rescaling, conv2d, max_pooling2d, conv2d_1, max_pooling2d_1, flatten, dense, dropout, dense_1]'",
      })
  void whatHasNoEffectOrNoPlaceIsRefused(String options, String message) {
    train(outputs, options.split(" ")).failed(2, message + HELP);
    assertThat(outputs).isEmptyDirectory();
  }

  @Test
  void anUnknownLayerIsRefusedWithTheKnownOnes() {
    train(outputs, "--freeze-until", "conv2d_7")
        .failedWith(2, "no layer conv2d_7; did you mean conv2d? There are [rescaling, conv2d,");
  }

  private static Run train(Path outputs, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("train", "--device", "cpu", "--data", excerpt.toString(), "--output-dir"));
    arguments.add(outputs.toString());
    arguments.addAll(List.of(options));
    return Run.of(arguments.toArray(String[]::new));
  }

  private static byte[] weights(Path outputs, int version) throws IOException {
    return Files.readAllBytes(
        outputs
            .resolve("savedmodel/mnist_cnn")
            .resolve(Integer.toString(version))
            .resolve("variables/variables.data-00000-of-00001"));
  }
}
