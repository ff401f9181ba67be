package org.mnistcnn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mnistcnn.app.TrainRun;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.Split;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.train.FitOptions;
import org.mnistcnn.train.Trainer;
import org.mnistcnn.zoo.MnistCnn;

/** The code of docs/API.md and the README is code of the examples, and the examples run. */
final class ExamplesTest {

  private static final Pattern BLOCK = Pattern.compile("(?s)```java\n(.*?)```");

  @TempDir static Path excerpt;

  @TempDir Path directory;

  /** The first images of MNIST, as CSV files, which is a data set as well. */
  @BeforeAll
  static void writeTheExcerpt() throws IOException {
    TrainTestData whole = DatasetReader.read(Path.of("data", "mnist"));
    csv(excerpt.resolve("train.csv"), whole.training().slice(0, 400));
    csv(excerpt.resolve("test.csv"), whole.test().slice(0, 100));
  }

  private static void csv(Path file, Dataset images) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < images.count(); i++) {
      StringBuilder line = new StringBuilder().append(images.label(i));
      ByteBuffer pixels = images.pixels(i, i + 1);
      while (pixels.hasRemaining()) {
        line.append(',').append(pixels.get() & 0xff);
      }
      lines.add(line.toString());
    }
    Files.write(file, lines);
  }

  private static Stream<String> blocks() throws IOException {
    List<String> blocks = new ArrayList<>();
    for (String page : List.of("docs/API.md", "README.md")) {
      Matcher block = BLOCK.matcher(Files.readString(Path.of(page)));
      while (block.find()) {
        blocks.add(block.group(1));
      }
    }
    return blocks.stream();
  }

  /** Wherever the lines begin. */
  private static String plain(String code) {
    return code.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void codeOfThePagesIsCodeOfTheExamples(String block) throws IOException {
    StringBuilder examples = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src", "examples", "java"))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        examples.append(Files.readString(file));
      }
    }
    assertThat(plain(examples.toString())).contains(plain(block));
  }

  @Test
  void theWholeProgram() throws IOException {
    TrainRun.Result result = TrainMnist.run(excerpt, 2, directory);

    assertThat(result.history().epochs()).hasSize(2);
    assertThat(directory.resolve("savedmodel/mine/1/saved_model.pb")).isNotEmptyFile();
    assertThat(directory.resolve("charts/mine/report.html")).isNotEmptyFile();
    assertThat(directory.resolve("runs/mine/mine.keras")).isNotEmptyFile();
  }

  @Test
  void pieceByPiece() throws IOException {
    PieceByPiece.run(excerpt, directory);

    assertThat(directory.resolve("model/1/saved_model.pb")).isNotEmptyFile();
    assertThat(directory.resolve("charts/report.html")).isNotEmptyFile();
  }

  @Test
  void pieces() throws IOException {
    assertThat(Pieces.network().outputShape().get(0)).isEqualTo(10);
    assertThat(Pieces.compilation().measureNames())
        .containsExactly("loss", "accuracy", "sparse_top_k_categorical_accuracy");
    TrainTestData data = DatasetReader.read(excerpt);
    Split split = Split.last(data.training(), 0.2);
    FitOptions options = new FitOptions(1, 32, 1);
    Device device = Device.choose(Device.Choice.CPU);
    try (GraphModel learner =
        new GraphModel(
            MnistCnn.network(data.training().imageShape(), 10),
            Pieces.compilation(),
            options.seed(),
            device)) {
      Trainer.Outcome outcome = Pieces.resumed(directory, options, learner, split);
      assertThat(outcome.history().epochs()).hasSize(1);
      Predictions predictions = learner.predict(data.test());
      Pieces.numbers(predictions, predictions, directory.resolve("numbers"));
    }
    new Trainer(options, List.of(Pieces.callback()));
    Path from = TrainMnist.run(excerpt, 1, directory).written().get(1);
    Pieces.keras(from, directory.resolve("more.keras"), options, device, split);
    assertThat(directory.resolve("more.keras")).isNotEmptyFile();
  }
}
