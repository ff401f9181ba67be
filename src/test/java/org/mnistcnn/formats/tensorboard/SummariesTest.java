package org.mnistcnn.formats.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.Summary;

/** What a model's weights are not; the rest is compared with Keras in {@link TensorBoardTest}. */
final class SummariesTest {

  @Test
  void aHistogramOfNothingIsThirtyBucketsOfNothing() {
    assertThat(histogram()).isEqualTo(Collections.nCopies(90, 0.0));
  }

  @Test
  void theGreatestValueBelongsToTheLastBucket() {
    List<Double> rows = histogram(0, 15, 29.5f, 30);
    assertThat(rows.subList(0, 3)).containsExactly(0.0, 1.0, 1.0);
    assertThat(rows.subList(45, 48)).containsExactly(15.0, 16.0, 1.0);
    assertThat(rows.subList(87, 90)).containsExactly(29.0, 30.0, 2.0);
  }

  @Test
  void weightsThatAreLostAreCountedAllTheSame() {
    List<Double> rows = histogram(Float.NaN, 1, 2);
    double count = 0;
    for (int bucket = 0; bucket < 30; bucket++) {
      count += rows.get(3 * bucket + 2);
    }
    assertThat(count).isEqualTo(3);
  }

  private static List<Double> histogram(float... values) {
    Summary summary = Summaries.histogram("w/histogram", values);
    return summary.getValue(0).getTensor().getDoubleValList();
  }
}
