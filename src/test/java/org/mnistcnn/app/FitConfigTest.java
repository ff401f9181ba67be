package org.mnistcnn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.zoo.MnistCnn;

final class FitConfigTest {

  @Test
  void theDefaultsAreThoseOfThePort() {
    FitConfig fit = FitConfig.DEFAULT;
    assertThat(fit.plan()).isEqualTo(MnistCnn.PLAN);
    assertThat(fit.validationSplit()).isEqualTo(MnistCnn.VALIDATION_SPLIT);
    assertThat(fit.resolved().validationFold()).hasValue(1);
  }

  @Test
  void nothingNeedsToBeHeldOut() {
    FitConfig fit = fit("validation-split", "0");
    assertThat(fit.plan()).isEqualTo(MnistCnn.PLAN);
    assertThat(fit.validationSplit()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "validation-split | 1    | 'validationSplit must be in [0, 1), got 1.0'",
        "validation-split | -0.1 | 'validationSplit must be in [0, 1), got -0.1'",
        "validation-split | NaN  | 'validationSplit must be in [0, 1), got NaN'",
        "validation-fold  | 0    | validationFold must be at least 1, got 0",
      })
  void refusesWhatIsOutOfRangeBeforeImagesAreRead(String key, String value, String message) {
    assertThatThrownBy(() -> fit(key, value))
        .isInstanceOf(SettingException.class)
        .hasMessage(message);
  }

  private static FitConfig fit(String key, String value) {
    return Overlay.ofTexts(Map.of(key, value)).over(RunConfig.DEFAULT).fit();
  }
}
