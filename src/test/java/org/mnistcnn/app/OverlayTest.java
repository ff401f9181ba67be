package org.mnistcnn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mnistcnn.common.Json;
import org.mnistcnn.common.SettingException;

final class OverlayTest {

  private static Overlay parse(String json) throws JsonProcessingException {
    return Overlay.parse(Json.MAPPER.readTree(json));
  }

  @Test
  void isTheSameInJsonAndInTexts() throws JsonProcessingException {
    String json =
        "{\"epochs\":5,\"learning-rate\":0.01,\"nesterov\":true,\"optimizer\":\"sgd\","
            + "\"freeze\":[\"conv2d\",\"conv2d_1\"]}";
    Overlay overlay = parse(json);

    assertThat(overlay).hasToString(json);
    assertThat(overlay.texts())
        .isEqualTo(
            Map.of(
                "epochs", "5",
                "learning-rate", "0.01",
                "nesterov", "true",
                "optimizer", "sgd",
                "freeze", "conv2d,conv2d_1"));
    assertThat(Overlay.ofTexts(overlay.texts())).isEqualTo(overlay);
    assertThat(overlay.hashCode()).isEqualTo(Overlay.ofTexts(overlay.texts()).hashCode());
  }

  @Test
  void theLaterOfTwoTakesPrecedenceAndTheRestStays() throws JsonProcessingException {
    Overlay both = parse("{\"epochs\": 5, \"seed\": 3}").and(parse("{\"epochs\": 7}"));
    RunConfig config = both.over(RunConfig.DEFAULT);

    assertThat(config.fit().epochs()).isEqualTo(7);
    assertThat(config.fit().seed()).isEqualTo(3);
    assertThat(config.fit().batchSize()).isEqualTo(RunConfig.DEFAULT.fit().batchSize());
    assertThat(config.learning()).isEqualTo(RunConfig.DEFAULT.learning());
    assertThat(both.says("seed")).isTrue();
    assertThat(both.says("batchSize")).isFalse();
    assertThat(both.only(Setting::canBeSearched)).hasToString("{\"epochs\":7}");
  }

  @Test
  void saysNothingOfSettingsWithoutAValue() {
    assertThat(Overlay.NONE.over(RunConfig.DEFAULT)).isEqualTo(RunConfig.DEFAULT);
    assertThat(Overlay.of(RunConfig.DEFAULT).says("limit")).isFalse();
    assertThat(Overlay.of(RunConfig.DEFAULT).says("epochs")).isTrue();
  }

  @Test
  void anUnknownSettingIsRefusedWithTheNearest() {
    assertThatThrownBy(() -> parse("{\"learnign-rate\": 0.1}"))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith(
            "no setting learnign-rate; did you mean learning-rate? There are [");
    assertThatThrownBy(() -> Overlay.ofTexts(Map.of("batchSize", "5")))
        .hasMessageStartingWith("no setting batchSize; did you mean batch-size?");
  }

  @Test
  void aValueOutOfRangeIsRefusedByItsSetting() throws JsonProcessingException {
    Overlay none = parse("{\"batch-size\": 0}");

    assertThatThrownBy(() -> none.over(RunConfig.DEFAULT))
        .isInstanceOf(SettingException.class)
        .hasMessage("batchSize must be at least 1, got 0");
  }

  @Test
  void differencesNameEachSettingInOrderAndKeepPercentSigns() {
    Overlay before = Overlay.ofTexts(Map.of("epochs", "1", "augment", "100%", "seed", "4"));
    Overlay after = Overlay.ofTexts(Map.of("epochs", "2", "augment", "{x}", "l2", "0.5"));

    assertThat(
            SettingException.of(String.join("; ", Overlay.differences(before, after)))
                .text()
                .with(name -> "--" + Setting.key(name)))
        .isEqualTo(
            "--augment was 100%, is {x}; --epochs was 1, is 2; --l2 was not given, is 0.5;"
                + " --seed was 4, is not given");
    assertThat(Overlay.differences(before, before)).isEmpty();
  }
}
