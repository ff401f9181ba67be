package org.mnistcnn.train.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MonitorTest {

  @ParameterizedTest
  @CsvSource({
    "loss, MIN",
    "val_loss, MIN",
    "accuracy, MAX",
    "val_accuracy, MAX",
    "val_acc, MAX",
    "top_5_accuracy, MAX",
  })
  void theKeySaysWhichWayIsBetter(String key, Monitor.Mode mode) {
    assertThat(Monitor.of(key)).isEqualTo(new Monitor(key, mode));
  }

  @Test
  void aKeyThatSaysNothingNeedsAMode() {
    assertThatThrownBy(() -> Monitor.of("val_calibration"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "mode must be min or max where the key does not say which way is better, got auto for"
                + " val_calibration");
    assertThat(new Monitor("val_calibration", Monitor.Mode.MIN).mode()).isEqualTo(Monitor.Mode.MIN);
  }

  @Test
  void anUnknownKeyIsAnErrorThatNamesTheKnownOnes() {
    Map<String, Double> logs = new LinkedHashMap<>();
    logs.put("loss", 1.0);
    logs.put("accuracy", 0.5);
    assertThatThrownBy(() -> new Monitor("los", Monitor.Mode.MIN).value(logs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("monitor must be one of [loss, accuracy], got los");
    assertThatThrownBy(() -> Monitor.VAL_LOSS.value(logs))
        .hasMessage(
            "monitor must be one of [loss, accuracy], got val_loss; keys with val_ need validation"
                + " images");
  }
}
