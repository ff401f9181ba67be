package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.data.read.IdxDirectory;

@ExtendWith(TrainedMnist.Resolver.class)
final class EvaluateCommandTest {

  private static final Path DATA = Path.of("variables", "variables.data-00000-of-00001");
  private static final Path INDEX = Path.of("variables", "variables.index");

  @TempDir Path temporary;

  @Test
  void itMeasuresWhatTrainingMeasured(TrainedMnist trained) throws IOException {
    Run run = evaluate(trained.savedModel(), "--name", "loaded").succeeded();

    JsonNode expected = new ObjectMapper().readTree(trained.metrics().toFile());
    Path charts = temporary.resolve("charts/loaded");
    JsonNode measured = new ObjectMapper().readTree(charts.resolve("metrics.json").toFile());
    assertThat(measured.get("accuracy")).isEqualTo(expected.get("accuracy"));
    assertThat(measured.get("loss").doubleValue())
        .isCloseTo(expected.get("loss").doubleValue(), within(1e-6));
    assertThat(measured.get("confusion_matrix")).isEqualTo(expected.get("confusion_matrix"));
    assertThat(charts)
        .isDirectoryContaining(file -> file.endsWith("confusion_matrix.png"))
        .isDirectoryNotContaining(file -> file.endsWith("training_curves.png"));
    assertThat(run.out())
        .containsSubsequence(
            trained.run().out().stream().filter(line -> line.startsWith("Test: ")).toList().get(0),
            "Written:",
            "  " + charts.resolve("confusion_matrix.png"),
            "  " + charts.resolve("metrics.json"));
  }

  @Test
  void aMissingModelIsRefused() {
    Path missing = temporary.resolve("missing");

    refused(
        missing,
        missing
            + ": not a SavedModel (no saved_model.pb in it); name the directory of a version, such"
            + " as savedmodel/mnist_cnn/1");
  }

  @Test
  void theDirectoryOfAllVersionsIsRefused(TrainedMnist trained) {
    refused(
        trained.outputs().resolve("savedmodel/mnist_cnn"),
        "not a SavedModel (no saved_model.pb in it); name the");
  }

  @Test
  void aModelThatIsNoProtocolBufferIsRefused() throws IOException {
    Path model = Files.createDirectory(temporary.resolve("model"));
    Path file = Files.writeString(model.resolve("saved_model.pb"), "not a protocol buffer");

    refused(model, file + ": damaged or not a SavedModel: ", "export it again");
  }

  @Test
  void anEmptyModelIsRefused() throws IOException {
    Path model = Files.createDirectory(temporary.resolve("model"));
    Path file = Files.createFile(model.resolve("saved_model.pb"));

    refused(model, file + ": damaged or not a SavedModel: there is no graph", "export it again");
  }

  @Test
  void aModelThatIsCutOffIsRefused(TrainedMnist trained) throws IOException {
    Path model = copy(trained.savedModel());
    Path file = model.resolve("saved_model.pb");
    cutOff(file);

    refused(model, file + ": damaged or not a SavedModel: ", "export it again");
  }

  @Test
  void aModelWithoutItsVariablesIsRefused(TrainedMnist trained) throws IOException {
    Path model = copy(trained.savedModel());
    Files.delete(model.resolve(DATA));
    Files.delete(model.resolve(INDEX));
    Files.delete(model.resolve("variables"));

    refused(
        model,
        "%s: the SavedModel has no variables (%s is missing); copy or export it again"
            .formatted(model, model.resolve(INDEX)));
  }

  @Test
  void aModelWithoutTheValuesOfItsVariablesIsRefused(TrainedMnist trained) throws IOException {
    Path model = copy(trained.savedModel());
    Files.delete(model.resolve(DATA));

    refused(model, model + ": TensorFlow can't load this SavedModel (", "export it again");
  }

  @Test
  void variablesThatAreCutOffAreRefused(TrainedMnist trained) throws IOException {
    Path model = copy(trained.savedModel());
    cutOff(model.resolve(DATA));

    refused(model, model + ": TensorFlow can't load this SavedModel (", "export it again");
  }

  @Test
  void anIndexOfVariablesThatIsCutOffIsRefused(TrainedMnist trained) throws IOException {
    Path model = copy(trained.savedModel());
    cutOff(model.resolve(INDEX));

    refused(model, model + ": TensorFlow can't load this SavedModel (", "export it again");
  }

  @Test
  void imagesOfAnotherSizeAreRefused(TrainedMnist trained, @TempDir Path data) throws IOException {
    IdxDirectory.sound(data);

    evaluate(trained.savedModel(), "--data", data.toString())
        .failed(
            1,
            ("%s: images are (2, 3, 1), but the model %s takes (28, 28, 1); give it a data set of"
                    + " that size")
                .formatted(data, trained.savedModel()));
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void moreClassesThanTheModelTellsApartAreRefused(TrainedMnist trained, @TempDir Path data)
      throws IOException {
    Mnist.excerpt(data, 1, 2);
    Files.write(data.resolve(IdxDirectory.TEST_LABELS), IdxDirectory.labels(7, 10));

    evaluate(trained.savedModel(), "--data", data.toString())
        .failed(
            1,
            IdxDirectory.TEST_LABELS
                + ": label must be in [0, 9], the classes of the model, got 10 at index 1");
    assertThat(temporary).isEmptyDirectory();
  }

  private void refused(Path model, String... parts) {
    evaluate(model).failedWith(1, parts);
    assertThat(temporary.resolve("charts")).doesNotExist();
  }

  private Run evaluate(Path model, String... options) {
    String[] arguments = {
      "evaluate",
      "--model",
      model.toString(),
      "--device",
      "cpu",
      "--output-dir",
      temporary.toString()
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + options.length);
    System.arraycopy(options, 0, all, arguments.length, options.length);
    return Run.of(all);
  }

  private Path copy(Path model) throws IOException {
    Path copy = temporary.resolve("model");
    Files.createDirectories(copy.resolve("variables"));
    for (Path file : new Path[] {Path.of("saved_model.pb"), DATA, INDEX}) {
      Files.copy(model.resolve(file), copy.resolve(file));
    }
    return copy;
  }

  private static void cutOff(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
  }
}
