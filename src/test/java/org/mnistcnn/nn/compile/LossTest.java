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
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Losses of samples and their gradients against Keras's. */
@Tag("tensorflow")
class LossTest {

  /** What may be beside 0: a rounding of the largest probability. */
  private static final double NOTHING = 2e-7;

  private static final JsonNode KERAS = KerasNumbers.read("losses.json");

  private static final Map<String, Loss> CASES =
      Map.of(
          "sparse_categorical_crossentropy", new Loss.SparseCategoricalCrossentropy(),
          "categorical_crossentropy", new Loss.CategoricalCrossentropy(),
          "categorical_crossentropy, smoothed", new Loss.CategoricalCrossentropy(0.1),
          "categorical_focal_crossentropy", new Loss.CategoricalFocalCrossentropy(),
          "categorical_focal_crossentropy, smoothed",
              new Loss.CategoricalFocalCrossentropy(0.5, 1.5, 0.1),
          "categorical_focal_crossentropy, not focused",
              new Loss.CategoricalFocalCrossentropy(1, 0, 0));

  private static Stream<String> cases() {
    return KerasNumbers.names(KERAS.get("cases")).stream();
  }

  @Test
  void everyLossHasACase() {
    assertThat(cases()).containsExactlyInAnyOrderElementsOf(CASES.keySet());
    KerasNumbers.assertEachHasACase(Loss.class, CASES.values().stream());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossAndGradientAreKerass(String name) {
    Loss loss = Objects.requireNonNull(CASES.get(name));
    int[] labels = KerasNumbers.integers(KERAS.get("labels"));
    float[] logits = KerasNumbers.floats(KERAS.get("logits"));
    Shape shape = Shape.of(labels.length, logits.length / labels.length);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> input = tf.constant(shape, DataBuffers.of(logits));
      Operand<TFloat32> losses =
          loss.perSample(tf, new Targets.Classes(tf.constant(labels)), input);
      Output<?>[] gradients = graph.addGradients(losses.asOutput(), array(input.asOutput()));
      try (Result result = session.runner().fetch(losses).fetch(gradients[0]).run()) {
        assertThat(result.get(0).shape()).isEqualTo(Shape.of(labels.length));
        JsonNode keras = KERAS.get("cases").get(name);
        KerasNumbers.assertClose("losses", floats(result, 0), keras.get("per_sample"), NOTHING);
        KerasNumbers.assertClose("gradient", floats(result, 1), keras.get("gradient"), NOTHING);
      }
    }
  }

  private static Output<?>[] array(Output<?>... outputs) {
    return outputs;
  }

  private static float[] floats(Result result, int index) {
    TFloat32 tensor = (TFloat32) result.get(index);
    float[] values = new float[(int) tensor.size()];
    tensor.copyTo(DataBuffers.of(values, false, false));
    return values;
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Loss.CategoricalCrossentropy(1.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labelSmoothing must be in [0, 1], got 1.1");
    assertThatThrownBy(() -> new Loss.CategoricalFocalCrossentropy(0, 2, 0))
        .hasMessage("alpha must be positive and finite, got 0.0");
    assertThatThrownBy(() -> new Loss.CategoricalFocalCrossentropy(0.25, -1, 0))
        .hasMessage("gamma must be finite and not negative, got -1.0");
  }
}
