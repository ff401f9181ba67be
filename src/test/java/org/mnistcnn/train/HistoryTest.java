package org.mnistcnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HistoryTest {

  @Test
  void givesTheValuesOfAKeyOldestFirst() {
    History history = new History();
    history.add(new History.Epoch(0, Map.of("loss", 2.0)));
    history.add(new History.Epoch(1, Map.of("loss", 1.0, "val_loss", 1.5)));
    assertThat(history.values("loss")).containsExactly(2.0, 1.0);
    assertThat(history.values("val_loss")).containsExactly(1.5);
    assertThat(history.values("accuracy")).isEmpty();
  }

  @Test
  void keepsAnEpochAsItWas() {
    Map<String, Double> logs = new HashMap<>(Map.of("loss", 2.0));
    History.Epoch epoch = new History.Epoch(0, logs);
    logs.put("loss", 3.0);
    assertThat(epoch.logs()).containsExactly(Map.entry("loss", 2.0));
  }

  @Test
  void lendsItsEpochsForReadingOnly() {
    History history = new History();
    assertThatThrownBy(() -> history.epochs().add(new History.Epoch(0, Map.of())))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
