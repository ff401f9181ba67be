package org.mnistcnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FitOptionsTest {

  @Test
  void theSmallestPlanIsOneEpochOfSingleImages() {
    assertThat(new FitOptions(1, 1, Long.MIN_VALUE).seed()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void anotherNumberOfEpochsChangesNothingElse() {
    FitOptions plan = new FitOptions(9, 4, 5);
    assertThat(plan.withEpochs(2))
        .usingRecursiveComparison()
        .ignoringFields("epochs")
        .isEqualTo(plan);
    assertThat(plan.withEpochs(2).epochs()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " 0 |  32 | epochs must be at least 1, got 0",
        "-1 |  32 | epochs must be at least 1, got -1",
        " 1 |   0 | batchSize must be at least 1, got 0",
        " 1 | -32 | batchSize must be at least 1, got -32",
      })
  void refusesWhatIsOutOfRange(int epochs, int batchSize, String message) {
    assertThatThrownBy(() -> new FitOptions(epochs, batchSize, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
