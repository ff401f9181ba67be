package org.mnistcnn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mnistcnn.common.Json;
import org.mnistcnn.common.SettingException;

final class SettingTest {

  /** What version 0.1 said of each option, which checkpoints and searches still count on. */
  private static final List<String> LOCAL =
      List.of(
          "name",
          "output-dir",
          "device",
          "resident",
          "gpu-memory",
          "max-minutes",
          "checkpoint-minutes",
          "fail-under",
          "fail-over",
          "max-drop",
          "gates",
          "baseline");

  private static final List<String> SHARED =
      List.of(
          "data",
          "limit",
          "validation-split",
          "validation-fold",
          "shuffle-split",
          "seed",
          "threads",
          "xla",
          "tf32",
          "deterministic",
          "from",
          "initial-weights",
          "save-best",
          "save-every",
          "tensorboard",
          "histograms",
          "image-size",
          "channels",
          "test-split",
          "split-seed",
          "skip-bad");

  static Stream<Setting> all() {
    return Setting.all().stream();
  }

  private static List<String> keys(Predicate<Setting> condition) {
    return all().filter(condition).map(Setting::key).toList();
  }

  @Test
  void whatDecidesNothingIsKnown() {
    assertThat(keys(setting -> !setting.decides())).containsExactlyInAnyOrderElementsOf(LOCAL);
  }

  @Test
  void whatTrialsShareIsKnown() {
    assertThat(keys(setting -> setting.decides() && !setting.canBeSearched()))
        .containsExactlyInAnyOrderElementsOf(SHARED);
  }

  @Test
  void everyKeyIsUniqueAndLeadsBack() {
    assertThat(keys(setting -> true)).doesNotHaveDuplicates();
    assertThat(Setting.all())
        .allSatisfy(
            setting -> {
              assertThat(Setting.ofKey(setting.key())).hasValue(setting);
              assertThat(Setting.named(setting.name())).isSameAs(setting);
            });
    assertThat(Setting.ofKey("batchSize")).isEmpty();
    assertThatThrownBy(() -> Setting.named("batchsize")).hasMessage("no setting batchsize");
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyValueIsTheSameFromTextFromJsonAndInAConfiguration(Setting setting)
      throws JsonProcessingException {
    for (String text : SampleSettings.of(setting)) {
      Object value = setting.parse(text);
      Overlay overlay = Overlay.of(setting, value);
      RunConfig config = overlay.over(RunConfig.DEFAULT);

      assertThat(Setting.text(value)).hasValue(text);
      assertThat(setting.valueIn(config)).isEqualTo(value);
      assertThat(config).isNotEqualTo(RunConfig.DEFAULT);
      assertThat(Overlay.parse(Json.MAPPER.readTree(Json.line(overlay.json())))).isEqualTo(overlay);
      assertThat(setting.parse(Json.MAPPER.getNodeFactory().textNode(text))).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epochs        | 1.5  | 'epochs must be a whole number, got ''1.5'''",
        "limit         | ''   | 'limit must be a whole number, got '''''",
        "seed          | x    | 'seed must be a whole number, got ''x'''",
        "learning-rate | high | 'learningRate must be a number, got ''high'''",
        "nesterov      | yes  | 'nesterov must be true or false, got ''yes'''",
        "precision     | half | 'precision must be one of float32, mixed_bfloat16, mixed_float16,"
            + " got ''half'''",
      })
  void aValueOfAnotherTypeIsRefusedByName(String key, String text, String message) {
    Setting setting = Setting.ofKey(key).orElseThrow();

    assertThatThrownBy(() -> setting.parse(text))
        .isInstanceOf(SettingException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"epochs\": null}      | epochs must be a text, a number, true, false or a list of such,"
            + " got null",
        "{\"epochs\": {\"a\": 1}}  | 'epochs must be a text, a number, true, false or a list of"
            + " such, got {\"a\":1}'",
        "{\"freeze\": [[\"a\"]]}   | 'freeze must be a text, a number, true, false or a list of"
            + " such, got [\"a\"]'",
      })
  void jsonThatIsNoValueIsRefused(String json, String message) {
    assertThatThrownBy(() -> Overlay.parse(Json.MAPPER.readTree(json)))
        .isInstanceOf(SettingException.class)
        .hasMessage(message);
  }

  @Test
  void aListIsReadFromATextWithCommasAndFromAnArray() throws JsonProcessingException {
    Setting freeze = Setting.named("freeze");

    assertThat(freeze.parse("conv2d,conv2d_1")).isEqualTo(List.of("conv2d", "conv2d_1"));
    assertThat(freeze.parse(Json.MAPPER.readTree("[\"conv2d\", \"conv2d_1\"]")))
        .isEqualTo(List.of("conv2d", "conv2d_1"));
    assertThat(Setting.text(List.of())).isEmpty();
  }
}
