package org.mnistcnn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.layers.Dense;
import org.tensorflow.ndarray.Shape;

final class WeightTransferTest {

  private static final Model MODEL =
      Model.sequential(
          Shape.of(4), new Dense(3, Activation.RELU), new Dense(2, Activation.SOFTMAX));

  @Test
  void aHeadOfAnotherSizeBeginsAnewAndTheRestIsTaken() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("dense/kernel", new long[] {4, 3});
    shapes.put("dense/bias", new long[] {3});
    shapes.put("dense_1/kernel", new long[] {3, 10});
    shapes.put("dense_1/bias", new long[] {10});
    shapes.put("conv2d/bias", new long[] {7});

    WeightTransfer transfer = WeightTransfer.of(MODEL, new WeightTransfer.Source(shapes, Map.of()));

    assertThat(transfer.matched()).containsExactly("dense/kernel", "dense/bias");
    assertThat(transfer.kept())
        .containsExactly(entry("dense_1", "dense_1/kernel is [3, 2] here and [3, 10] there"));
    assertThat(transfer.unused()).containsExactly("dense_1/kernel", "dense_1/bias", "conv2d/bias");
  }

  @Test
  void aLayerThatIsThereInPartIsNotTaken() {
    WeightTransfer transfer =
        WeightTransfer.of(
            MODEL,
            new WeightTransfer.Source(
                Map.of(
                    "dense/kernel", new long[] {4, 3},
                    "dense_1/kernel", new long[] {3, 2},
                    "dense_1/bias", new long[] {2}),
                Map.of()));

    assertThat(transfer.matched()).containsExactly("dense_1/kernel", "dense_1/bias");
    assertThat(transfer.kept()).containsExactly(entry("dense", "dense/bias is not there"));
  }

  @Test
  void whenNothingMatchesItIsRefused() {
    WeightTransfer.Source other =
        new WeightTransfer.Source(Map.of("conv/w", new long[] {1}), Map.of());

    assertThatThrownBy(() -> WeightTransfer.of(MODEL, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no weight matches: the model has [dense/kernel, dense/bias, dense_1/kernel,"
                + " dense_1/bias], there are [conv/w]");
  }
}
