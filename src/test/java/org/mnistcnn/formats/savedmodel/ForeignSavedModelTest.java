package org.mnistcnn.formats.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mnistcnn.Python;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.artifact.Endpoint;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.Classifiers;

/** SavedModels that Python wrote, classifying in Java. */
class ForeignSavedModelTest {

  private static final Device CPU = Device.choose(Device.Choice.CPU);

  @TempDir private static Path directory;

  @BeforeAll
  static void letPythonWrite() throws Exception {
    Python.run("src/test/python/foreign_savedmodels.py", directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "normalized", "deep", "depthwise", "pooled", "colored"})
  void aKerasExportGivesTheProbabilitiesOfKeras(String name) throws IOException {
    assertGivesTheSame(name, Endpoint.AUTO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes", "sixteen", "one"})
  void typeRankBatchAndLogitsAreReadFromTheModel(String name) throws IOException {
    assertGivesTheSame(name, Endpoint.AUTO);
  }

  @Test
  void anOutputIsChosenByItsName() throws IOException {
    assertGivesTheSame("flat", output("logits"));
    assertGivesTheSame("flat", output("probabilities"));
    assertThatThrownBy(() -> Classifiers.open(directory.resolve("flat"), CPU))
        .isInstanceOf(IOException.class)
        .hasMessage(
            directory.resolve("flat")
                + ": there are 2 ways to classify an image with it: signature serving_default,"
                + " input flat, output logits, signature serving_default, input flat, output"
                + " probabilities; say which by signature, input, output");
  }

  @Test
  void pixelsFromZeroToOneAreFedWhereTheModelIsSaidToTakeThem() throws IOException {
    assertGivesTheSame(
        "fractions",
        new Endpoint(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true));
    assertThatThrownBy(
            () ->
                Classifiers.open(
                    directory.resolve("bytes"),
                    CPU,
                    new Endpoint(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true)))
        .hasMessageContaining("pixels from 0 to 1 need an input of floats, but there is signature")
        .hasMessageContaining("input picture: uint8 (-1, 28, 28)");
  }

  @Test
  void aSignatureIsChosenByItsKey() throws IOException {
    Path several = directory.resolve("several");

    assertThatThrownBy(() -> Classifiers.open(several, CPU))
        .hasMessageContaining("2 ways")
        .hasMessageContaining("signature first, input picture, output scores")
        .hasMessageContaining("signature second, input x, output output_0");
    try (Classifier second = Classifiers.open(several, CPU, signature("second"))) {
      assertThat(second.description())
          .isEqualTo(
              "signature second, input x: int32 (16, 28, 28, 1), output output_0: float (16, 10)");
    }
    assertThatThrownBy(() -> Classifiers.open(several, CPU, signature("third")))
        .hasMessage(several + ": no signature third; there are [first, second]");
  }

  @Test
  void aModelWithoutSignaturesIsRefused() {
    assertThatThrownBy(() -> Classifiers.open(directory.resolve("none"), CPU))
        .hasMessageContaining("no signature takes images of a fixed size")
        .hasMessageEndingWith("there are: none at all");
  }

  private static Endpoint output(String name) {
    return new Endpoint(
        Optional.empty(), Optional.empty(), Optional.of(name), Optional.empty(), false);
  }

  private static Endpoint signature(String key) {
    return new Endpoint(
        Optional.of(key), Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  private static void assertGivesTheSame(String name, Endpoint endpoint) throws IOException {
    ByteBuffer expected =
        ByteBuffer.wrap(Files.readAllBytes(directory.resolve(name + ".probabilities")))
            .order(ByteOrder.LITTLE_ENDIAN);
    try (Classifier classifier = Classifiers.open(directory.resolve(name), CPU, endpoint)) {
      byte[] pixels = Files.readAllBytes(directory.resolve(name + ".pixels"));
      List<String> names = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
      int count = pixels.length / classifier.imageShape().size();
      assertThat(count).isGreaterThanOrEqualTo(1000);
      assertThat(classifier.classes()).isEqualTo(10);
      Dataset images = new Dataset(classifier.imageShape(), names, pixels, new int[count]);
      float[] probabilities = classifier.probabilities(images);
      assertThat(probabilities).hasSize(expected.remaining() / Float.BYTES);
      for (int i = 0; i < probabilities.length; i++) {
        assertThat(probabilities[i])
            .as("%s, image %d, class %d", name, i / 10, i % 10)
            .isCloseTo(expected.getFloat(i * Float.BYTES), within(1e-5f));
      }
    }
  }
}
