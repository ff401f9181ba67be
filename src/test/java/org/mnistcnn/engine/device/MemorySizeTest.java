package org.mnistcnn.engine.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MemorySizeTest {

  @ParameterizedTest
  @CsvSource({"4g, 4096, 4g", "512m, 512, 512m", "2048M, 2048, 2g", "1G, 1024, 1g"})
  void readsWhatItWrites(String text, int mebibytes, String written) {
    MemorySize size = MemorySize.of(text);

    assertThat(size.mebibytes()).isEqualTo(mebibytes);
    assertThat(size).hasToString(written);
    assertThat(MemorySize.of(written)).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4", "0g", "-1g", "4 g", "4t", "1.5g", "99999999g"})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> MemorySize.of(text))
        .hasMessageContaining("must be a whole number with m or g behind it, such as 4g, got")
        .hasMessageContaining("'" + text + "'");
  }
}
