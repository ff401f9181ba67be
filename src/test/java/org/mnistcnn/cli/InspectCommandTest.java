package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TrainedMnist.Resolver.class)
final class InspectCommandTest {

  @TempDir private Path temporary;

  @Test
  void aSavedModelShowsSignaturesVariablesNetworkTrainingAndHashes(TrainedMnist trained) {
    List<String> out = inspect(trained.savedModel()).succeeded().out();

    assertThat(out.get(0)).isEqualTo(trained.savedModel() + ": SavedModel");
    assertThat(out)
        .containsSubsequence(
            "Signatures",
            "  serve: image: float (-1, 28, 28, 1) -> class: int64 (-1), probabilities: float (-1,"
                + " 10)",
            "  serving_bytes: image_bytes: string (-1) -> class: int64 (-1), probabilities: float"
                + " (-1, 10)",
            "Variables",
            "  conv2d_1/kernel: float (3, 3, 32, 64)",
            "Network",
            "  Total params: 225,034",
            "Versions",
            "Training",
            "  classes: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9",
            "  epochs: 3",
            "  epochs done: 3",
            "SHA-256")
        .anyMatch(line -> line.matches("  [0-9a-f]{64}  .*saved_model.pb"));
  }

  @Test
  void theHashOfTheWeightsIsTheSameInEveryFormat(TrainedMnist trained) {
    Path onnx = temporary.resolve("model.onnx");
    Path run = trained.outputs().resolve("runs/mnist_cnn");
    Run.of("export", "--from", run.toString(), "--format", "onnx", "--to", onnx.toString())
        .succeeded();

    String hash = weights(trained.savedModel());

    assertThat(hash).matches("  [0-9a-f]{64}  weights");
    assertThat(weights(run)).isEqualTo(hash);
    assertThat(weights(onnx)).isEqualTo(hash);
    Path keras = temporary.resolve("model.keras");
    Run.of(
            "export",
            "--from",
            trained.savedModel().toString(),
            "--format",
            "keras",
            "--to",
            keras.toString())
        .succeeded();
    assertThat(weights(keras)).isEqualTo(hash);
    assertThat(inspect(keras).succeeded().out()).contains("  compiled: no");
  }

  @Test
  void aKerasFileShowsHowItWasCompiledAndHowFarItIs(TrainedMnist trained) {
    Path keras = trained.outputs().resolve("runs/mnist_cnn/mnist_cnn.keras");

    assertThat(inspect(keras).succeeded().out())
        .contains(
            "  loss: SparseCategoricalCrossentropy[]", "  learning rate of the next step: 0.001")
        .anyMatch(
            line -> line.startsWith("  optimizer: Adam[learningRate=Constant[learningRate=0.001"))
        .anyMatch(line -> line.matches("  steps done: [1-9]\\d*"));
  }

  @Test
  void anOnnxFileShowsInputsOutputsAndOperators(TrainedMnist trained) {
    Path onnx = temporary.resolve("model.onnx");
    Run.of(
            "export",
            "--from",
            trained.savedModel().toString(),
            "--format",
            "onnx",
            "--to",
            onnx.toString())
        .succeeded();

    assertThat(inspect(onnx).succeeded().out())
        .contains(
            onnx + ": ONNX file",
            "  inputs: image: float (batch, 28, 28, 1)",
            "  outputs: probabilities: float (batch, 10), class: int64 (batch)",
            "  nodes: ArgMax x 1, Conv x 2, Flatten x 1, Gemm x 2, Identity x 2, MaxPool x 2, Mul x"
                + " 1, Relu x 3, Softmax x 1, Transpose x 2",
            "  written by: mnist-cnn (development build)",
            "  ONNX operators: 13, format: 7",
            "  Total params: 225,034");
  }

  @Test
  void whatIsNoModelIsRefused() throws IOException {
    Path text = Files.writeString(temporary.resolve("text.onnx"), "no model");
    Path other = Files.writeString(temporary.resolve("other.bin"), "no model");
    Path missing = temporary.resolve("missing");

    inspect(text).failedWith(1, text + ": damaged or not an ONNX file: ");
    inspect(other).failedWith(1, other + ": must be a SavedModel's version directory, an ONNX");
    inspect(missing).failedWith(1, missing + ": must be a SavedModel's version directory, an ONNX");
  }

  @Test
  void messagesNestedTooDeeplyAreRefused() throws IOException {
    // A graph's node's attribute's graph, and so on: 1,000 times.
    byte[] graph = {};
    for (int depth = 0; depth < 1000; depth++) {
      graph = field(1, field(5, field(6, graph)));
    }
    Path onnx = Files.write(temporary.resolve("deep.onnx"), field(7, graph));

    inspect(onnx).failedWith(1, onnx + ": damaged or not an ONNX file: ", "too many levels");
  }

  @Test
  void filesThatAreOrClaimToBeHugeAreRefusedWithoutReadingThem() throws IOException {
    Path claim = temporary.resolve("claim.onnx");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream coded = CodedOutputStream.newInstance(bytes);
    coded.writeTag(7, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    coded.writeUInt32NoTag(Integer.MAX_VALUE);
    coded.flush();
    Files.write(claim, bytes.toByteArray());
    inspect(claim).failedWith(1, claim + ": damaged or not an ONNX file: ");

    Path model = Files.createDirectory(temporary.resolve("model"));
    Files.write(model.resolve("saved_model.pb"), bytes.toByteArray());
    inspect(model)
        .failedWith(1, model.resolve("saved_model.pb") + ": damaged or not a SavedModel: ");

    try (RandomAccessFile sparse =
        new RandomAccessFile(model.resolve("saved_model.pb").toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    inspect(model)
        .failed(
            1,
            model.resolve("saved_model.pb")
                + ": must have at most 268435456 bytes, got 3221225472; weights belong in"
                + " variables/");
  }

  private static byte[] field(int number, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream coded = CodedOutputStream.newInstance(bytes);
    coded.writeByteArray(number, content);
    coded.flush();
    return bytes.toByteArray();
  }

  private static String weights(Path path) {
    return inspect(path).succeeded().out().stream()
        .filter(line -> line.endsWith("  weights"))
        .findFirst()
        .orElseThrow();
  }

  private static Run inspect(Path path) {
    return Run.of("inspect", path.toString());
  }
}
