package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.engine.WeightTransfer;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.Classifiers;
import org.mnistcnn.train.CheckpointStore;

/** Training that begins with what another model has learned. */
@ExtendWith(TrainedMnist.Resolver.class)
final class TransferTest {

  private static final String KERNEL = "conv2d/kernel";

  /** 300 training and 100 test images. */
  @TempDir static Path excerpt;

  @TempDir Path outputs;

  @BeforeAll
  static void writeTheExcerpt() throws IOException {
    Mnist.excerpt(excerpt, 300, 100);
  }

  @Test
  void frozenLayersKeepTheWeightsTheyWereGiven(TrainedMnist trained) throws IOException {
    Run run =
        train("--initial-weights", trained.savedModel().toString(), "--freeze", "conv2d,conv2d_1");

    run.succeeded();
    assertThat(run.out())
        .contains(
            "Trainable params: 206,218",
            "Non-trainable params: 18,816",
            "  taken: conv2d/kernel, conv2d/bias, conv2d_1/kernel, conv2d_1/bias, dense/kernel,"
                + " dense/bias, dense_1/kernel, dense_1/bias");
    Path tuned = outputs.resolve("savedmodel/mnist_cnn/1");
    assertThat(weight(tuned, "conv2d/kernel"))
        .isEqualTo(weight(trained.savedModel(), "conv2d/kernel"));
    assertThat(weight(tuned, "dense/kernel"))
        .isNotEqualTo(weight(trained.savedModel(), "dense/kernel"));
  }

  @Test
  void aCheckpointGivesItsWeightsToo(TrainedMnist trained) throws IOException {
    Path checkpoint;
    try (var files = Files.list(trained.outputs().resolve("runs/mnist_cnn/checkpoints"))) {
      checkpoint = files.sorted().reduce((first, second) -> second).orElseThrow();
    }

    train("--initial-weights", checkpoint.toString(), "--freeze", "conv2d").succeeded();

    assertThat(weight(outputs.resolve("savedmodel/mnist_cnn/1"), "conv2d/kernel"))
        .isEqualTo(weight(trained.savedModel(), "conv2d/kernel"));
  }

  @Test
  void theCheckpointOfAnEarlierRunOfTheSameNameIsReadBeforeItGivesWay() throws IOException {
    train().succeeded();
    Path first = onlyCheckpoint();
    float[] learned =
        WeightTransfer.Source.of(CheckpointStore.read(first).learner()).values().get(KERNEL);

    train("--initial-weights", first.toString(), "--freeze", "conv2d").succeeded();

    assertThat(weight(outputs.resolve("savedmodel/mnist_cnn/2"), KERNEL)).isEqualTo(learned);
  }

  @Test
  void aRunThatCannotBeginLeavesTheCheckpointsOfAnEarlierOne() throws IOException {
    train().succeeded();
    Path first = onlyCheckpoint();

    train("--initial-weights", outputs.resolve("nothing").toString())
        .failedAfterStart(outputs.resolve("nothing") + ": no such file or directory");

    assertThat(first).exists();
  }

  private Path onlyCheckpoint() throws IOException {
    try (var files = Files.list(outputs.resolve("runs/mnist_cnn/checkpoints"))) {
      List<Path> found = files.toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  @Test
  void filesWithoutWeightsAreRefused() throws IOException {
    Path text = Files.writeString(outputs.resolve("notes.txt"), "no weights");

    train("--initial-weights", text.toString())
        .failedAfterStart(text + ": not a checkpoint of this program");
    train("--initial-weights", outputs.toString())
        .failedAfterStart(
            outputs
                + ": not a SavedModel (no saved_model.pb in it); name the directory of a version,"
                + " such as savedmodel/mnist_cnn/1");
    train("--initial-weights", outputs.resolve("nothing").toString())
        .failedAfterStart(outputs.resolve("nothing") + ": no such file or directory");
  }

  private Run train(String... options) {
    String[] arguments = new String[options.length + 9];
    String[] common = {
      "train",
      "--data",
      excerpt.toString(),
      "--epochs",
      "1",
      "--device",
      "cpu",
      "--output-dir",
      outputs.toString()
    };
    System.arraycopy(common, 0, arguments, 0, common.length);
    System.arraycopy(options, 0, arguments, common.length, options.length);
    return Run.of(arguments);
  }

  private static float[] weight(Path savedModel, String name) throws IOException {
    try (Classifier reader = Classifiers.open(savedModel, Device.choose(Device.Choice.CPU))) {
      return Objects.requireNonNull(reader.weights().values().get(name));
    }
  }
}
