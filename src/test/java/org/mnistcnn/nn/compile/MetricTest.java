package org.mnistcnn.nn.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mnistcnn.nn.KerasNumbers;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Metrics of samples against Keras's, ties included. */
@Tag("tensorflow")
class MetricTest {

  private static final JsonNode KERAS = KerasNumbers.read("metrics.json");

  private static final Map<String, Metric> CASES =
      Map.of(
          "accuracy", new Metric.Accuracy(),
          "top 1", new Metric.TopKAccuracy(1),
          "top 2", new Metric.TopKAccuracy(2),
          "top 3", new Metric.TopKAccuracy(3),
          "top 5", new Metric.TopKAccuracy(),
          "top 7", new Metric.TopKAccuracy(7));

  private static Stream<String> cases() {
    return KerasNumbers.names(KERAS.get("cases")).stream();
  }

  @Test
  void everyMetricHasACase() {
    assertThat(cases()).containsExactlyInAnyOrderElementsOf(CASES.keySet());
    KerasNumbers.assertEachHasACase(Metric.class, CASES.values().stream());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everySampleCountsAsInKeras(String name) {
    Metric metric = Objects.requireNonNull(CASES.get(name));
    int[] labels = KerasNumbers.integers(KERAS.get("labels"));
    float[] logits = KerasNumbers.floats(KERAS.get("logits"));
    Shape shape = Shape.of(labels.length, logits.length / labels.length);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> right =
          metric.perSample(
              tf,
              new Targets.Classes(tf.constant(labels)),
              tf.constant(shape, DataBuffers.of(logits)));
      try (Result result = session.runner().fetch(right).run()) {
        float[] values = new float[labels.length];
        ((TFloat32) result.get(0)).copyTo(DataBuffers.of(values, false, false));
        assertThat(values).isEqualTo(KerasNumbers.floats(KERAS.get("cases").get(name)));
      }
    }
  }

  @Test
  void topKHasKerassKeyAndDefaultOrANameOfItsOwn() {
    assertThat(new Metric.TopKAccuracy().name()).isEqualTo(KERAS.get("top_k_name").asText());
    assertThat(new Metric.TopKAccuracy().k()).isEqualTo(KERAS.get("top_k_default").asInt());
    assertThat(new Metric.TopKAccuracy(3, "top_3").name()).isEqualTo("top_3");
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Metric.TopKAccuracy(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k must be at least 1, got 0");
    assertThatThrownBy(() -> new Metric.TopKAccuracy(3, " ")).hasMessage("name must not be empty");
  }
}
