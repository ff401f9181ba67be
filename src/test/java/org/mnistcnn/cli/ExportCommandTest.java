package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TrainedMnist.Resolver.class)
final class ExportCommandTest {

  private static final Path VARIABLES = Path.of("variables", "variables.data-00000-of-00001");

  @TempDir private Path temporary;

  @Test
  void aSavedModelOfARunIsTheOneThatTrainingExported(TrainedMnist trained) throws IOException {
    Path models = temporary.resolve("mnist_cnn");

    assertThat(export(run(trained), "savedmodel", models).succeeded().out())
        .containsExactly("Written:", "  " + models.resolve("1"));

    for (Path file : files(trained.savedModel())) {
      Path same = models.resolve("1").resolve(trained.savedModel().relativize(file));
      if (file.toString().contains("assets")) {
        assertThat(same).hasSameBinaryContentAs(file);
      }
    }
    assertThat(models.resolve("1").resolve(VARIABLES))
        .hasSameBinaryContentAs(trained.savedModel().resolve(VARIABLES));
  }

  @Test
  void aSavedModelIsExportedAgainWithTheSameWeightsAndCard(TrainedMnist trained)
      throws IOException {
    Path models = temporary.resolve("mnist_cnn");

    export(trained.savedModel(), "savedmodel", models).succeeded();
    export(models.resolve("1"), "savedmodel", models).succeeded();

    assertThat(models.resolve("2").resolve(VARIABLES))
        .hasSameBinaryContentAs(trained.savedModel().resolve(VARIABLES));
    assertThat(models.resolve("2/assets.extra/model_card.json"))
        .hasSameTextualContentAs(trained.savedModel().resolve("assets.extra/model_card.json"));
  }

  @Test
  void runAndSavedModelBecomeTheSameOnnxFile(TrainedMnist trained) throws IOException {
    Path ofRun = temporary.resolve("run.onnx");
    Path ofModel = temporary.resolve("model.onnx");

    export(run(trained), "onnx", ofRun).succeeded();
    export(trained.savedModel(), "onnx", ofModel).succeeded();

    assertThat(ofRun).isNotEmptyFile().hasSameBinaryContentAs(ofModel);
  }

  @Test
  void aKerasFileBecomesASavedModelWithTheSameWeights(TrainedMnist trained) throws IOException {
    Path keras = temporary.resolve("model.keras");
    Path models = temporary.resolve("models");

    export(trained.savedModel(), "keras", keras).succeeded();
    export(keras, "savedmodel", models).succeeded();

    assertThat(models.resolve("1").resolve(VARIABLES))
        .hasSameBinaryContentAs(trained.savedModel().resolve(VARIABLES));
    export(trained.savedModel(), "keras", temporary.resolve("model.h5"))
        .failed(1, temporary.resolve("model.h5") + ": Keras wants a name that ends with .keras");
  }

  @Test
  void bestWeightsAndMovingAveragesAreExportedAsTrainingExportsThem(@TempDir Path data)
      throws IOException {
    Mnist.excerpt(data, 600, 50);
    for (String option : List.of("--ema-momentum=0.5", "--early-stopping=1")) {
      Path outputs = temporary.resolve(option);
      String[] arguments = {
        "train",
        "--data",
        data.toString(),
        "--epochs",
        "3",
        "--device",
        "cpu",
        "--learning-rate",
        "0.05",
        "--output-dir",
        outputs.toString(),
        option,
        "--restore-best-weights"
      };
      boolean stopping = option.startsWith("--early");
      Run.of(stopping ? arguments : Stream.of(arguments).limit(12).toArray(String[]::new))
          .succeeded();

      export(outputs.resolve("runs/mnist_cnn"), "savedmodel", outputs.resolve("again")).succeeded();

      assertThat(outputs.resolve("again/1").resolve(VARIABLES))
          .hasSameBinaryContentAs(outputs.resolve("savedmodel/mnist_cnn/1").resolve(VARIABLES));
    }
  }

  @Test
  void weightsThatAreNotThoseOfTheCardAreRefused(TrainedMnist trained) throws IOException {
    Path model = copy(trained.savedModel());
    Path card = model.resolve("assets.extra/model_card.json");
    Files.writeString(
        card,
        Files.readString(card)
            .replaceFirst("\"weights_sha256\" : \"[0-9a-f]{8}", "\"weights_sha256\" : \"00000000"));

    export(model, "onnx", temporary.resolve("model.onnx"))
        .failed(
            1,
            model
                + ": damaged: the SHA-256 of its weights is not the one in model_card.json; export it"
                + " again");
    assertThat(temporary.resolve("model.onnx")).doesNotExist();
  }

  @Test
  void aSavedModelOfAnotherProgramIsRefused(TrainedMnist trained) throws IOException {
    Path model = copy(trained.savedModel());
    Files.delete(model.resolve("assets.extra/config.json"));

    export(model, "onnx", temporary.resolve("model.onnx"))
        .failed(
            1,
            model
                + ": the network is not known (config.json or model_card.json is missing): take a"
                + " SavedModel that mnist-cnn exported, or a checkpoint");
  }

  @Test
  void aNetworkThatDoesNotFitItsWeightsIsRefused(TrainedMnist trained) throws IOException {
    Path model = copy(trained.savedModel());
    Path config = model.resolve("assets.extra/config.json");
    Files.writeString(
        config, Files.readString(config).replace("\"filters\" : 64", "\"filters\" : 63"));

    export(model, "savedmodel", temporary.resolve("models"))
        .failed(
            1,
            model
                + ": its weights do not fit its config.json: weight conv2d_1/kernel must have 18144"
                + " values, got 18432");
    assertThat(temporary.resolve("models")).doesNotExist();
  }

  @Test
  void aFormatThatIsNotKnownIsAnErrorInTheCommandLine(TrainedMnist trained) {
    Run run = export(trained.savedModel(), "caffe", temporary.resolve("model"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).singleElement().asString().contains("--format", "caffe");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed(TrainedMnist trained) throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));

    export(trained.savedModel(), "onnx", file.resolve("model.onnx"))
        .failedWith(1, "cannot write " + file.resolve("model.onnx"));
    export(trained.savedModel(), "savedmodel", file.resolve("models"))
        .failedWith(1, file.resolve("models") + ": cannot write there");
  }

  private static Path run(TrainedMnist trained) {
    return trained.outputs().resolve("runs/mnist_cnn");
  }

  private static Run export(Path from, String format, Path to) {
    return Run.of("export", "--from", from.toString(), "--format", format, "--to", to.toString());
  }

  private Path copy(Path model) throws IOException {
    Path copy = temporary.resolve("copy");
    for (Path file : files(model)) {
      Path target = copy.resolve(model.relativize(file));
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
    return copy;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
