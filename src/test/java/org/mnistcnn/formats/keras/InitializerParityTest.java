package org.mnistcnn.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mnistcnn.nn.Initializer;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The distribution of each initializer against a sample of 36,000 values that Keras drew. */
class InitializerParityTest {

  /** How far two samples may be apart, in standard deviations: the error of a mean is 0.005. */
  private static final double SAMPLING = 0.04;

  /** The farthest values of a sample without bounds vary more. */
  private static final double EXTREMES = 0.8;

  /** A sample of Keras's. */
  record Sample(Initializer initializer, Shape shape, JsonNode json) {
    @Override
    public String toString() {
      return initializer.getClass().getSimpleName();
    }
  }

  static List<Sample> samples() throws IOException {
    return StreamSupport.stream(LayerCase.json("initializers.json").spliterator(), false)
        .map(
            json ->
                new Sample(
                    InitializerFormat.read(json.get("config")),
                    Shape.of(
                        StreamSupport.stream(json.get("shape").spliterator(), false)
                            .mapToLong(JsonNode::longValue)
                            .toArray()),
                    json))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void valuesAreDistributedAsThoseOfKeras(Sample sample) {
    float[] values = draw(sample, 1);
    Arrays.sort(values);
    double deviation = sample.json().get("std").doubleValue();
    float[] quantiles = LayerCase.floats(sample.json().get("quantiles"));
    int last = quantiles.length - 1;

    for (int i = 0; i <= last; i++) {
      float quantile = values[(int) Math.round((values.length - 1) * (double) i / last)];
      boolean extreme =
          (i == 0 || i == last) && sample.initializer() instanceof Initializer.RandomNormal;
      assertThat((double) quantile)
          .as("quantile %d of %d", i, last)
          .isCloseTo(quantiles[i], within((extreme ? EXTREMES : SAMPLING) * deviation));
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void valuesFollowFromTheSeed(Sample sample) {
    float[] values = draw(sample, 1);

    assertThat(draw(sample, 1)).isEqualTo(values);
    if (sample.json().get("std").doubleValue() > 0) {
      assertThat(draw(sample, 2)).isNotEqualTo(values);
    }
  }

  @Test
  void everyInitializerHasASample() throws IOException {
    assertThat(samples())
        .<Class<?>>extracting(sample -> sample.initializer().getClass())
        .containsExactlyInAnyOrder(Initializer.class.getPermittedSubclasses());
  }

  private static float[] draw(Sample sample, long seed) {
    try (Graph graph = new Graph()) {
      var value = sample.initializer().value(Ops.create(graph), sample.shape(), seed);
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(value).run()) {
        float[] values = new float[(int) sample.shape().size()];
        ((TFloat32) result.get(0)).copyTo(DataBuffers.of(values, false, false));
        return values;
      }
    }
  }
}
