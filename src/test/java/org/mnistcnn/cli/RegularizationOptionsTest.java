package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.formats.keras.KerasFile;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Loss;
import org.mnistcnn.nn.layers.Dropout;

/** {@code train} with what keeps it from learning by heart. */
final class RegularizationOptionsTest {

  /** 300 training and 100 test images. */
  @TempDir static Path excerpt;

  @TempDir Path outputs;

  @BeforeAll
  static void writeTheExcerpt() throws IOException {
    Mnist.excerpt(excerpt, 300, 100);
  }

  @Test
  void theNetworkOfTheProgramIsChangedTrainedAndResumed() throws IOException {
    String[] options = {"--l2", "1e-3", "--dropout", "0.25", "--batch-norm"};
    train(options).succeeded();

    Run resumed = Run.of("train", "--resume", "--epochs", "2", "--output-dir", outputs.toString());

    resumed.succeeded();
    assertThat(resumed.out()).contains("Resuming in epoch 2 after 0 images");
    Model model = keras().model();
    assertThat(model.nodes()).extracting(Model.Node::layer).contains(new Dropout(0.25));
    assertThat(model.nodes())
        .extracting(Model.Node::name)
        .contains("batch_normalization", "batch_normalization_1");
    assertThat(model.weights())
        .filteredOn(weight -> weight.name().endsWith("kernel"))
        .hasSize(4)
        .allSatisfy(weight -> assertThat(weight.regularizer().l2()).isEqualTo(1e-3));
  }

  @Test
  void aFileIsTrainedOnWithAnotherRateAndResumedWithoutIt() throws IOException {
    train().succeeded();
    Path file =
        Files.move(outputs.resolve("runs/mnist_cnn/mnist_cnn.keras"), outputs.resolve("a.keras"));

    train("--from", file.toString(), "--dropout", "0.1").succeeded();
    Files.delete(file);
    Run.of("train", "--resume", "--epochs", "2", "--output-dir", outputs.toString()).succeeded();

    assertThat(keras().model().nodes()).extracting(Model.Node::layer).contains(new Dropout(0.1));
  }

  @Test
  void labelSmoothingAloneTakesTheLossThatHasIt() throws IOException {
    train("--label-smoothing", "0.1", "--ema-momentum", "0.9", "--early-stopping", "1").succeeded();

    Compilation compilation = keras().compilation().orElseThrow();
    assertThat(compilation.loss()).isEqualTo(new Loss.CategoricalCrossentropy(0.1));
    assertThat(compilation.emaMomentum()).hasValue(0.9);
  }

  @Test
  void theValidationPartCanBeAnotherBlock() throws IOException {
    assertThat(train("--validation-fold", "5").succeeded().out())
        .contains("Training on 240 images, validating on 60, from " + excerpt);
  }

  @Test
  void whatIsOutOfRangeOrHasNoPlaceIsRefused() throws IOException {
    refused("--l2 must be finite and not negative, got -1.0", "--l2", "-1");
    refused("--dropout must be in [0, 1), got 1.5", "--dropout", "1.5");
    refused("--validation-fold must be at least 1, got 0", "--validation-fold", "0");
    refused(
        "--validation-fold must be in [1, 5], of which --validation-split 0.2 of 300 images makes so"
            + " many, got 6",
        "--validation-fold",
        "6");
    refused(
        "--label-smoothing has no effect here: it belongs to --loss categorical_crossentropy and"
            + " categorical_focal_crossentropy",
        "--label-smoothing",
        "0.1",
        "--loss",
        "sparse_categorical_crossentropy");
    assertThat(outputs).isEmptyDirectory();
  }

  private void refused(String message, String... options) {
    train(options).failed(2, message + " (see mnist-cnn train --help)");
  }

  private KerasFile keras() throws IOException {
    return KerasFile.read(outputs.resolve("runs/mnist_cnn/mnist_cnn.keras"));
  }

  private Run train(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("train", "--device", "cpu", "--epochs", "1", "--data", excerpt.toString()));
    arguments.addAll(List.of("--output-dir", outputs.toString()));
    arguments.addAll(List.of(options));
    return Run.of(arguments.toArray(String[]::new));
  }
}
