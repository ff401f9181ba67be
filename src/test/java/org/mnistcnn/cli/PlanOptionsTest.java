package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mnistcnn.zoo.MnistCnn;
import picocli.CommandLine;

final class PlanOptionsTest {

  @Test
  void theDefaultsAreThoseOfThePort() {
    PlanOptions options = options();
    assertThat(options.plan()).isEqualTo(MnistCnn.PLAN);
    assertThat(options.validationSplit()).isEqualTo(MnistCnn.VALIDATION_SPLIT);
    assertThat(options.validationFold()).isOne();
  }

  @Test
  void nothingNeedsToBeHeldOut() {
    PlanOptions options = options("--validation-split=0");
    assertThat(options.plan()).isEqualTo(MnistCnn.PLAN);
    assertThat(options.validationSplit()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--validation-split=1    | 'validationSplit must be in [0, 1), got 1.0'",
        "--validation-split=-0.1 | 'validationSplit must be in [0, 1), got -0.1'",
        "--validation-split=NaN  | 'validationSplit must be in [0, 1), got NaN'",
        "--validation-fold=0     | validationFold must be at least 1, got 0",
      })
  void refusesWhatIsOutOfRangeBeforeImagesAreRead(String option, String message) {
    PlanOptions options = options(option);
    assertThatThrownBy(options::plan)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static PlanOptions options(String... arguments) {
    return CommandLine.populateCommand(new PlanOptions(), arguments);
  }
}
