package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.data.read.IdxDirectory;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.train.History;
import org.mnistcnn.train.HistoryCsv;

@ExtendWith(TrainedMnist.Resolver.class)
final class TrainCommandTest {

  private static final String VARIABLES =
      "savedmodel/mnist_cnn/1/variables/variables.data-00000-of-00001";

  private static final String GPU_NATIVES =
      "/org/tensorflow/internal/c_api/linux-x86_64-gpu/libtensorflow_cc.so.2";

  /** 600 training and 200 test images. */
  @TempDir static Path excerpt;

  @TempDir Path temporary;

  @BeforeAll
  static void writeTheExcerpt() throws IOException {
    Mnist.excerpt(excerpt, 600, 200);
  }

  @Test
  void aShortTrainingOnTheRealMnistTellsDigitsApart(TrainedMnist trained) throws IOException {
    trained.run().succeeded();

    assertThat(json(trained.metrics()).get("accuracy").doubleValue()).isGreaterThan(0.95);
  }

  @Test
  void itWritesTheModelTheChartsTheMeasuresAndTheHistory(TrainedMnist trained) throws IOException {
    assertThat(WrittenFiles.besideReport(trained.outputs()))
        .contains(WrittenFiles.savedModel(1))
        .filteredOn(file -> !file.startsWith("savedmodel/mnist_cnn/"))
        .containsExactlyInAnyOrder(
            "runs/mnist_cnn/checkpoints/step-000000000150.ckpt",
            "runs/mnist_cnn/checkpoints/step-000000000225.ckpt",
            "runs/mnist_cnn/history.csv",
            "runs/mnist_cnn/mnist_cnn.keras",
            "runs/mnist_cnn/run.json");
    assertThat(WrittenFiles.ofReport(trained.outputs()))
        .containsExactlyInAnyOrderElementsOf(WrittenFiles.REPORT);
    assertThat(trained.run().out())
        .containsSubsequence(
            "Written:",
            "  " + trained.savedModel(),
            "  " + trained.outputs().resolve("runs/mnist_cnn/mnist_cnn.keras"),
            "  " + trained.outputs().resolve("charts/mnist_cnn/report.html"),
            "  " + trained.outputs().resolve("charts/mnist_cnn/training_curves.png"),
            "  " + trained.outputs().resolve("charts/mnist_cnn/confusion_matrix.png"),
            "  " + trained.metrics(),
            "  " + trained.outputs().resolve("runs/mnist_cnn/history.csv"));
  }

  @Test
  void itSaysTheDeviceTheNetworkEveryEpochAndTheTest(TrainedMnist trained) throws IOException {
    List<String> out = trained.run().out();

    assertThat(out.get(0)).matches("Device: CPU, \\d+ threads \\(as asked\\)");
    assertThat(out)
        .contains("Total params: 225,034")
        .contains("Training on 9,600 images, validating on 2,400, from " + Path.of("data/mnist"))
        .filteredOn(line -> line.startsWith("Epoch"))
        .hasSize(3)
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "Epoch [123]/3 - \\d+\\.\\d s - [\\d,]+ images/s"
                            + " - loss: \\d\\.\\d{4} - accuracy: 0\\.\\d{4}"
                            + " - val_loss: \\d\\.\\d{4} - val_accuracy: 0\\.\\d{4}"));
    JsonNode metrics = json(trained.metrics());
    assertThat(out)
        .contains(
            String.format(
                Locale.ROOT,
                "Test: loss %.4f, accuracy %.4f (10,000 images)",
                metrics.get("loss").doubleValue(),
                metrics.get("accuracy").doubleValue()));
  }

  @Test
  void theMeasuresHoldTheConfusionMatrixInRowsOfTrueClasses(TrainedMnist trained)
      throws IOException {
    JsonNode metrics = json(trained.metrics());

    assertThat(metrics.get("model").textValue()).isEqualTo("mnist_cnn");
    assertThat(metrics.get("samples").intValue()).isEqualTo(10_000);
    assertThat(metrics.get("loss").doubleValue()).isBetween(0.0, 0.2);
    List<Integer> imagesOfEachClass = new ArrayList<>();
    int correct = 0;
    for (int actual = 0; actual < 10; actual++) {
      int sum = 0;
      for (JsonNode count : metrics.get("confusion_matrix").get(actual)) {
        sum += count.intValue();
      }
      imagesOfEachClass.add(sum);
      correct += metrics.get("confusion_matrix").get(actual).get(actual).intValue();
    }
    assertThat(imagesOfEachClass)
        .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
    assertThat(metrics.get("accuracy").doubleValue()).isEqualTo(correct / 10_000.0);
  }

  @Test
  void theHistoryHasTheColumnsOfKerasAndTheTrainingConverges(TrainedMnist trained)
      throws IOException {
    Path file = trained.outputs().resolve("runs/mnist_cnn/history.csv");

    assertThat(Files.readAllLines(file))
        .hasSize(4)
        .first()
        .isEqualTo("epoch,accuracy,learning_rate,loss,val_accuracy,val_loss");
    History history = HistoryCsv.read(file);
    assertThat(history.values("loss")).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(history.values("val_accuracy").get(2)).isGreaterThan(0.93);
  }

  @Test
  void theNextRunPublishesTheNextVersionAndReplacesTheCharts() throws IOException {
    train("--epochs", "1").succeeded();
    train("--epochs", "2").succeeded();

    assertThat(WrittenFiles.besideReport(temporary))
        .contains(WrittenFiles.savedModel(1))
        .contains(WrittenFiles.savedModel(2))
        .filteredOn(file -> !file.startsWith("savedmodel/mnist_cnn/"))
        .containsExactlyInAnyOrder(
            "runs/mnist_cnn/checkpoints/step-000000000004.ckpt",
            "runs/mnist_cnn/checkpoints/step-000000000008.ckpt",
            "runs/mnist_cnn/history.csv",
            "runs/mnist_cnn/mnist_cnn.keras",
            "runs/mnist_cnn/run.json");
    assertThat(WrittenFiles.ofReport(temporary))
        .containsExactlyInAnyOrderElementsOf(WrittenFiles.REPORT);
    assertThat(HistoryCsv.read(temporary.resolve("runs/mnist_cnn/history.csv")).epochs())
        .hasSize(2);
  }

  @Test
  void theSameSeedGivesTheSameWeightsBitForBit() throws IOException {
    train("--device", "cpu", "--seed", "5", "--name", "one").succeeded();
    train("--device", "cpu", "--seed", "5", "--name", "again").succeeded();
    train("--device", "cpu", "--seed", "6", "--name", "other").succeeded();

    assertThat(weights("again")).isEqualTo(weights("one"));
    assertThat(weights("other")).isNotEqualTo(weights("one"));
  }

  @Test
  void theLearningRateAndTheBatchSizeMatter() throws IOException {
    train("--name", "defaults").succeeded();
    train("--name", "slower", "--learning-rate", "1e-4").succeeded();
    train("--name", "smaller", "--batch-size", "64").succeeded();

    assertThat(weights("slower")).isNotEqualTo(weights("defaults"));
    assertThat(weights("smaller")).isNotEqualTo(weights("defaults"));
  }

  @Test
  void withoutValidationTheWholeSetTrainsAndNoKeyIsMeasuredOnNothing() throws IOException {
    Run run = train("--limit", "100", "--validation-split", "0").succeeded();

    assertThat(run.out())
        .contains("Training on 100 images, validating on 0, from " + excerpt)
        .noneMatch(line -> line.contains("val_"));
    assertThat(Files.readAllLines(temporary.resolve("runs/mnist_cnn/history.csv")))
        .first()
        .isEqualTo("epoch,accuracy,learning_rate,loss");
  }

  @Test
  void aLimitAboveTheSizeOfTheSetTakesItAll() {
    assertThat(train("--limit", "1000000").succeeded().out())
        .contains("Training on 480 images, validating on 120, from " + excerpt);
  }

  @Test
  void leftTheChoiceItSaysWhichDeviceItTook() {
    assertThat(train("--limit", "100").succeeded().out().get(0))
        .matches("Device: (GPU:0, .+ GB|CPU, \\d+ threads \\(no GPU can be used: .+\\))");
  }

  @Test
  void askedForAGpuThatIsNotThereItSaysWhatIsMissingAndWritesNothing() {
    assumeThat(Device.choose(Device.Choice.AUTO).kind())
        .as("this machine has a GPU")
        .isEqualTo(Device.Kind.CPU);
    boolean gpuNatives = TrainCommandTest.class.getResource(GPU_NATIVES) != null;

    Run run = train("--device", "gpu");

    if (gpuNatives) {
      run.failedWith(1, "no GPU can be used: ");
      assertThat(run.err().get(0))
          .containsAnyOf("driver was not found", "CUDA libraries were not found", "nvidia-smi")
          .doesNotContain("built for the CPU");
    } else {
      run.failed(
          1,
          "no GPU can be used: these natives are built for the CPU only; build with -Pgpu or start"
              + " with MNIST_CNN_GPU=1");
    }
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void imagesTooSmallForTheNetworkAreRefusedBeforeAnythingIsWritten(@TempDir Path tiny)
      throws IOException {
    IdxDirectory.sound(tiny);

    train("--data", tiny.toString())
        .failedWith(1, tiny + ": images of shape (2, 3, 1) do not fit the network: ");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void anOutputDirectoryThatIsAFileIsRefusedBeforeTraining() throws IOException {
    Path file = Files.createFile(temporary.resolve("taken"));

    Run run = Run.of("train", "--data", excerpt.toString(), "--output-dir", file.toString());

    run.failed(
        1,
        "%s: cannot write there (%s is not a directory); choose another output directory"
            .formatted(file.resolve("savedmodel/mnist_cnn"), file));
    assertThat(file).isEmptyFile();
  }

  /** One epoch on the excerpt, unless told otherwise. */
  private Run train(String... options) {
    List<String> arguments = new ArrayList<>();
    arguments.add("train");
    List<String> given = Arrays.asList(options);
    if (!given.contains("--epochs")) {
      arguments.addAll(List.of("--epochs", "1"));
    }
    if (!given.contains("--data")) {
      arguments.addAll(List.of("--data", excerpt.toString()));
    }
    arguments.addAll(List.of("--output-dir", temporary.toString()));
    arguments.addAll(given);
    return Run.of(arguments.toArray(String[]::new));
  }

  private byte[] weights(String name) throws IOException {
    return Files.readAllBytes(temporary.resolve(VARIABLES.replace("mnist_cnn", name)));
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
