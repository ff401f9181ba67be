package org.mnistcnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrainingPlanTest {

  @Test
  void theSmallestPlanIsOneEpochOfSingleImagesWithoutValidation() {
    assertThat(new TrainingPlan(1, 1, 0, Long.MIN_VALUE).validationSplit()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " 0 |  32 |  0.2 | epochs must be at least 1, got 0",
        "-1 |  32 |  0.2 | epochs must be at least 1, got -1",
        " 1 |   0 |  0.2 | batchSize must be at least 1, got 0",
        " 1 | -32 |  0.2 | batchSize must be at least 1, got -32",
        " 1 |  32 |  1   | 'validationSplit must be in [0, 1), got 1.0'",
        " 1 |  32 | -0.1 | 'validationSplit must be in [0, 1), got -0.1'",
        " 1 |  32 |  NaN | 'validationSplit must be in [0, 1), got NaN'",
      })
  void refusesWhatIsOutOfRange(int epochs, int batchSize, double validationSplit, String message) {
    assertThatThrownBy(() -> new TrainingPlan(epochs, batchSize, validationSplit, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
