package org.mnistcnn.formats.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.Python;
import org.mnistcnn.formats.keras.KerasConfig;
import org.mnistcnn.formats.keras.LayerCase;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;

/** A residual network with normalizations and a frozen layer, published and loaded by Python. */
class SavedStatisticsTest {

  private static final String CASES = "src/test/resources/keras/resnet.json";

  @TempDir private static Path directory;
  private static Model model;
  private static Path version;

  @BeforeAll
  static void publish() throws IOException {
    LayerCase resnet = LayerCase.read("resnet.json").get(0);
    Map<String, float[]> weights = resnet.weights();
    model =
        KerasConfig.parse(
            resnet
                .json()
                .get("config")
                .toString()
                .replace(
                    "\"name\":\"conv2d\",\"trainable\":true",
                    "\"name\":\"conv2d\",\"trainable\":false"));
    version = SavedModelWriter.publish(directory.resolve("resnet"), model, weights);
  }

  @Test
  void pythonGetsTheProbabilitiesOfKerasAndKnowsWhatIsTrained() throws Exception {
    String output = Python.run("src/test/python/savedmodel_statistics.py", version, CASES);

    assertThat(model.weights())
        .filteredOn(weight -> !weight.trainable())
        .extracting(Weight::name)
        .contains("conv2d/kernel", "batch_normalization_5/moving_variance")
        .hasSize(1 + 6 * 2);
    assertThat(output.lines())
        .contains(
            "probabilities: ok",
            "trained: " + names(true),
            "not trained: " + names(false),
            "marked as trained: " + names(true));
  }

  private static String names(boolean trained) {
    return model.weights().stream()
        .filter(weight -> weight.trainable() == trained)
        .map(Weight::name)
        .collect(Collectors.joining(", "));
  }
}
