package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.Classifiers;
import org.mnistcnn.formats.keras.KerasFile;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.LearningRate;
import org.mnistcnn.nn.compile.Optimizer;

/** The commands on .keras files: what one of them writes, all of them take. */
final class FromTest {

  private static final String[] SGD = {
    "--optimizer", "sgd", "--learning-rate", "0.05", "--momentum", "0.9", "--epochs", "2"
  };

  /** 600 training and 200 test images: 480 to train on, 4 steps an epoch. */
  @TempDir static Path excerpt;

  @TempDir static Path first;

  private static Path file;

  @TempDir Path outputs;

  @BeforeAll
  static void trainOnce() throws IOException {
    Mnist.excerpt(excerpt, 600, 200);
    train(first, SGD).succeeded();
    file = first.resolve("runs/mnist_cnn/mnist_cnn.keras");
  }

  @Test
  void whatTrainWritesIsWhereTrainingEnded() throws IOException {
    KerasFile keras = KerasFile.read(file);
    Compilation compilation = keras.compilation().orElseThrow();

    assertThat(compilation.optimizer()).isEqualTo(new Optimizer.SGD(rate(0.05), 0.9, false));
    assertThat(keras.state(compilation).steps()).isEqualTo(8);
    try (Classifier exported =
        Classifiers.open(
            first.resolve("savedmodel/mnist_cnn/1"), Device.choose(Device.Choice.CPU))) {
      Map<String, float[]> weights = exported.weights().values();
      assertThat(keras.weights().keySet()).isEqualTo(weights.keySet());
      keras.weights().forEach((name, value) -> assertThat(value).isEqualTo(weights.get(name)));
    }
  }

  @Test
  void evaluateAndPredictTakeIt() {
    Run exported = evaluate(first.resolve("savedmodel/mnist_cnn/1"));
    Run keras = evaluate(file);

    keras.succeeded();
    assertThat(testLine(keras)).isEqualTo(testLine(exported)).contains("200 images");
  }

  private Run evaluate(Path model) {
    return Run.of(
        "evaluate",
        "--model",
        model.toString(),
        "--data",
        excerpt.toString(),
        "--output-dir",
        outputs.toString());
  }

  private static String testLine(Run run) {
    return run.out().stream().filter(line -> line.startsWith("Test: ")).findFirst().orElse("");
  }

  @Test
  void trainingGoesOnWithOptimizerAndState() throws IOException {
    Run run = train(outputs, "--from", file.toString(), "--epochs", "1");

    run.succeeded();
    assertThat(run.out())
        .contains("Continuing from " + file + " after 8 steps of SGD, learning rate 0.05");
    KerasFile keras = KerasFile.read(outputs.resolve("runs/mnist_cnn/mnist_cnn.keras"));
    Compilation compilation = keras.compilation().orElseThrow();
    assertThat(compilation.optimizer()).isEqualTo(new Optimizer.SGD(rate(0.05), 0.9, false));
    assertThat(keras.state(compilation).steps()).isEqualTo(12);
  }

  @Test
  void theLearningRateAloneChangesNoMore() throws IOException {
    train(outputs, "--from", file.toString(), "--epochs", "1", "--learning-rate", "0.01")
        .succeeded();

    KerasFile keras = KerasFile.read(outputs.resolve("runs/mnist_cnn/mnist_cnn.keras"));
    Compilation compilation = keras.compilation().orElseThrow();
    assertThat(compilation.optimizer()).isEqualTo(new Optimizer.SGD(rate(0.01), 0.9, false));
    assertThat(keras.state(compilation).steps()).isEqualTo(12);
  }

  @Test
  void anyOtherOptionOfLearningCompilesAnew() throws IOException {
    Run run = train(outputs, "--from", file.toString(), "--epochs", "1", "--optimizer", "adam");

    run.succeeded();
    assertThat(run.out()).contains("Weights from " + file + ", compiled anew");
    KerasFile keras = KerasFile.read(outputs.resolve("runs/mnist_cnn/mnist_cnn.keras"));
    Compilation compilation = keras.compilation().orElseThrow();
    assertThat(compilation.optimizer()).isInstanceOf(Optimizer.Adam.class);
    assertThat(keras.state(compilation).steps()).isEqualTo(4);
  }

  @Test
  void aResumedRunNeedsTheFileNoMoreAndEndsAsOneThatWasNotInterrupted() throws IOException {
    Path copy = Files.copy(file, outputs.resolve("copy.keras"));
    Path whole = outputs.resolve("whole");
    Path resumed = outputs.resolve("resumed");
    train(whole, "--from", copy.toString(), "--epochs", "3", "--freeze", "conv2d").succeeded();
    train(resumed, "--from", copy.toString(), "--epochs", "1", "--freeze", "conv2d").succeeded();
    Files.delete(copy);

    train(resumed, "--resume", "--epochs", "3").succeeded();

    assertThat(weights(resumed)).isEqualTo(weights(whole));
  }

  @Test
  void aResumedRunRefusesOptionsThatTheFileDecided() {
    train(outputs, "--from", file.toString(), "--epochs", "1").succeeded();

    train(outputs, "--resume", "--optimizer", "adam")
        .failed(
            2,
            "a resumed run must have the settings it was started with: --optimizer was not given,"
                + " is adam (see mnist-cnn train --help)");
  }

  @Test
  void weightsAloneAreMatchedByKindAndOrder() throws IOException {
    Run run =
        train(
            outputs,
            "--initial-weights",
            file.toString(),
            "--epochs",
            "1",
            "--freeze",
            "conv2d,conv2d_1,dense,dense_1");

    run.succeeded();
    Map<String, float[]> taken =
        KerasFile.read(outputs.resolve("runs/mnist_cnn/mnist_cnn.keras")).weights();
    KerasFile.read(file)
        .weights()
        .forEach((name, value) -> assertThat(taken.get(name)).as(name).isEqualTo(value));
  }

  @Test
  void optionsThatBringAnotherNetworkOrOtherWeightsAreRefused() {
    train(outputs, "--from", file.toString(), "--architecture", "config.json")
        .failed(
            2,
            "--from brings its own network: leave out --architecture, or take --initial-weights"
                + " (see mnist-cnn train --help)");
    train(outputs, "--from", file.toString(), "--initial-weights", file.toString())
        .failed(
            2,
            "--from brings its own weights: leave out --initial-weights, or take --architecture"
                + " (see mnist-cnn train --help)");
  }

  @Test
  void aScheduleOfTheFileStaysAndOneThatKerasLacksIsSaid() throws IOException {
    Run cycle = train(outputs, "--schedule", "one_cycle", "--epochs", "1");

    cycle.succeeded();
    Path written = outputs.resolve("runs/mnist_cnn/mnist_cnn.keras");
    assertThat(cycle.out())
        .anyMatch(
            line ->
                line.startsWith(
                    "Keras does not have this schedule: "
                        + written
                        + " keeps the last learning rate"));

    train(outputs, "--schedule", "cosine", "--epochs", "1").succeeded();
    train(outputs, "--from", written.toString(), "--learning-rate", "0.1")
        .failedWith(2, "--learning-rate can't change the file's schedule, CosineDecay");
  }

  @Test
  void aFileWithoutCompilationIsTrainedAsTheOptionsSay() throws IOException {
    KerasFile keras = KerasFile.read(file);
    Path plain = outputs.resolve("plain.keras");
    KerasFile.write(plain, keras.model(), keras.weights(), InstantSource.system());

    Run run = train(outputs, "--from", plain.toString(), "--epochs", "1");

    run.succeeded();
    assertThat(run.out()).contains("Weights from " + plain + ", compiled anew");
  }

  @Test
  void aFileThatIsNoneIsRefusedBeforeAnythingIsWritten() throws IOException {
    Path text = Files.writeString(outputs.resolve("text.keras"), "no model");

    train(outputs, "--from", text.toString())
        .failedWith(1, text + ": not a zip archive, or damaged");
    train(outputs, "--from", outputs.resolve("nothing.keras").toString())
        .failed(1, outputs.resolve("nothing.keras") + ": no such file or directory");
    try (var left = Files.list(outputs)) {
      assertThat(left).containsExactly(text);
    }
  }

  private static LearningRate rate(double rate) {
    return new LearningRate.Constant(rate);
  }

  private static Run train(Path outputs, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--device", "cpu", "--output-dir", outputs.toString()));
    arguments.addAll(List.of(options));
    if (!arguments.contains("--resume")) {
      arguments.addAll(List.of("--data", excerpt.toString()));
    }
    return Run.of(arguments.toArray(String[]::new));
  }

  /** The bytes of the weights that were exported last. */
  private static byte[] weights(Path outputs) throws IOException {
    Path models = outputs.resolve("savedmodel/mnist_cnn");
    Path second = models.resolve("2");
    return Files.readAllBytes(
        (Files.exists(second) ? second : models.resolve("1"))
            .resolve("variables/variables.data-00000-of-00001"));
  }
}
