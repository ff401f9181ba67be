package org.mnistcnn.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mnistcnn.Python;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Layer;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.layers.ActivationLayer;

/** Each layer against the numbers that Keras computed, from Keras's own config. */
class LayerParityTest {

  /** What two ways of adding up the same few dozen floats around 1 differ by. */
  private static final double ABSOLUTE = 2e-6;

  private static final double RELATIVE = 1e-5;

  static List<LayerCase> cases() throws IOException {
    return LayerCase.read("layers.json");
  }

  static Stream<LayerCase> casesWithStatistics() throws IOException {
    return cases().stream().filter(aCase -> aCase.json().has("training"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void outputsAndGradientsAreThoseOfKeras(LayerCase aCase) {
    assertClose(aCase.compute(false), LayerCase.expected(aCase.json().get("inference")));
  }

  @ParameterizedTest
  @MethodSource("casesWithStatistics")
  void aTrainingStepNormalizesAndMovesStatisticsAsKerasDoes(LayerCase aCase) {
    assertClose(aCase.compute(true), LayerCase.expected(aCase.json().get("training")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void penaltiesAreThoseOfKeras(LayerCase aCase) {
    double expected = aCase.json().get("penalty").doubleValue();
    assertThat(aCase.penalty()).isCloseTo((float) expected, within((float) (1e-5 * expected)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void namesAndShapesOfWeightsAreThoseOfKeras(LayerCase aCase) {
    Map<String, float[]> expected = aCase.weights();
    assertThat(aCase.model().weights())
        .extracting(weight -> weight.name() + " " + weight.shape().size())
        .containsExactlyElementsOf(
            expected.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().length)
                .toList());
  }

  @Test
  void everyLayerHasACase() throws IOException {
    List<Class<?>> tested =
        cases().stream()
            .flatMap(aCase -> aCase.model().nodes().stream())
            .<Class<?>>map(node -> node.layer().getClass())
            .distinct()
            .toList();

    assertThat(tested).containsAll(LayerFormat.recordClasses());
  }

  @Test
  void everyLayerHasAFormat() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackagesOf(Layer.class);

    assertThat(classes.stream().filter(found -> found.isAssignableTo(Layer.class)))
        .filteredOn(found -> !found.isInterface())
        .<Class<?>>extracting(JavaClass::reflect)
        .containsExactlyInAnyOrderElementsOf(LayerFormat.recordClasses());
  }

  @Test
  void everyActivationHasACase() throws IOException {
    assertThat(cases().stream().map(LayerCase::model).map(Model::nodes))
        .flatExtracting(nodes -> nodes)
        .extracting(Model.Node::layer)
        .contains(
            Arrays.stream(Activation.values()).map(ActivationLayer::new).toArray(Layer[]::new));
  }

  @Test
  void aResidualNetworkGivesTheProbabilitiesOfKeras() throws IOException {
    LayerCase resnet = LayerCase.read("resnet.json").get(0);
    JsonNode json = resnet.json();

    assertClose(
        Map.of("probabilities", resnet.predict()),
        Map.of("probabilities", LayerCase.floats(json.get("probabilities"))));
  }

  @Test
  void theNumbersAreWhatKerasComputes() throws Exception {
    assertThat(Python.run("src/test/python/keras_layers.py", "--check", "src/test/resources/keras"))
        .contains("layers.json: ok", "resnet.json: ok", "initializers.json: ok");
  }

  private static void assertClose(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (name, values) -> {
          float[] computed = actual.getOrDefault(name, new float[0]);
          assertThat(computed).as(name).hasSameSizeAs(values);
          for (int i = 0; i < values.length; i++) {
            assertThat((double) computed[i])
                .as("%s[%d]", name, i)
                .isCloseTo(values[i], within(ABSOLUTE + RELATIVE * Math.abs(values[i])));
          }
        });
  }
}
