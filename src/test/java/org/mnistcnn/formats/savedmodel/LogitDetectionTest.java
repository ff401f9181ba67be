package org.mnistcnn.formats.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mnistcnn.common.SettingException;

class LogitDetectionTest {

  @Test
  void numbersThatAreSharesOfOneAreProbabilities() {
    assertThat(LogitDetection.areLogits(new float[] {0.25f, 0.75f, 1, 0}, 2, Optional.empty()))
        .isFalse();
  }

  @Test
  void numbersOutsideOfZeroToOneAreLogits() {
    assertThat(LogitDetection.areLogits(new float[] {0.25f, 0.75f, -1, 2}, 2, Optional.empty()))
        .isTrue();
  }

  @Test
  void numbersThatCouldBeBothAreAskedFor() {
    float[] scores = {0.9f, 0.8f};

    assertThatThrownBy(() -> LogitDetection.areLogits(scores, 2, Optional.empty()))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("say by logits or noLogits what it is");
    assertThat(LogitDetection.areLogits(scores, 2, Optional.of(true))).isTrue();
    assertThat(LogitDetection.areLogits(scores, 2, Optional.of(false))).isFalse();
  }

  @Test
  void whatCannotBeProbabilitiesIsNotTakenForThem() {
    assertThatThrownBy(() -> LogitDetection.areLogits(new float[] {-1, 2}, 2, Optional.of(false)))
        .hasMessageContaining("they are logits");
  }

  @Test
  void imagesWithoutANumberDoNotCount() {
    assertThat(
            LogitDetection.areLogits(new float[] {Float.NaN, 0, 0.5f, 0.5f}, 2, Optional.empty()))
        .isFalse();
  }

  @Test
  void softmaxStandsLargeNumbers() {
    float[] scores = {1000, 1000, 0, (float) Math.log(3)};

    LogitDetection.softmax(scores, 2);

    assertThat(scores[0]).isEqualTo(0.5f);
    assertThat(scores[1]).isEqualTo(0.5f);
    assertThat(scores[2]).isCloseTo(0.25f, within(1e-6f));
    assertThat(scores[3]).isCloseTo(0.75f, within(1e-6f));
  }
}
