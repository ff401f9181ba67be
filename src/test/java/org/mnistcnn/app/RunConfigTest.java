package org.mnistcnn.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.mnistcnn.common.Json;

final class RunConfigTest {

  @RepeatedTest(50)
  void anyConfigurationIsTheSameFromItsJsonAndFromItsTexts(RepetitionInfo repetition)
      throws JsonProcessingException {
    Map<String, String> texts = SampleSettings.some(new Random(repetition.getCurrentRepetition()));
    RunConfig config = Overlay.ofTexts(texts).over(RunConfig.DEFAULT);
    Overlay all = Overlay.of(config);

    String json = Json.pretty(all.json());

    assertThat(Overlay.parse(Json.MAPPER.readTree(json)).over(RunConfig.DEFAULT)).isEqualTo(config);
    assertThat(Overlay.ofTexts(all.texts()).over(RunConfig.DEFAULT)).isEqualTo(config);
    assertThat(all.texts()).containsAllEntriesOf(texts);
  }

  @RepeatedTest(20)
  void twoConfigurationsDifferInTheSettingsThatAreAnother(RepetitionInfo repetition) {
    RunConfig config =
        Overlay.ofTexts(SampleSettings.some(new Random(repetition.getCurrentRepetition())))
            .over(RunConfig.DEFAULT);
    RunConfig other =
        Overlay.ofTexts(Map.of("epochs", "4", "l2", "0.25", "name", "another")).over(config);

    assertThat(Overlay.differences(config.deciding(), other.deciding()))
        .hasSize(2)
        .satisfies(
            differences -> {
              assertThat(differences.get(0)).startsWith("{epochs} was ").endsWith(", is 4");
              assertThat(differences.get(1)).startsWith("{l2} was ").endsWith(", is 0.25");
            });
  }

  @Test
  void whatDecidesHasTheDefaultsOfVersion01AndOneSettingMore() {
    assertThat(RunConfig.DEFAULT.deciding().texts())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("batch-norm", "false"),
                Map.entry("batch-size", "128"),
                Map.entry("deterministic", "false"),
                Map.entry("epochs", "10"),
                Map.entry("histograms", "false"),
                Map.entry("label-smoothing", "0.0"),
                Map.entry("min-delta", "0.0"),
                Map.entry("nesterov", "false"),
                Map.entry("optimizer", "adam"),
                Map.entry("precision", "float32"),
                Map.entry("replace-head", "false"),
                Map.entry("restore-best-weights", "false"),
                Map.entry("save-best", "false"),
                Map.entry("schedule", "constant"),
                Map.entry("seed", "1"),
                Map.entry("shuffle-split", "false"),
                Map.entry("skip-bad", "false"),
                Map.entry("tensorboard", "false"),
                Map.entry("validation-fold", "1"),
                Map.entry("validation-split", "0.2"),
                Map.entry("warmup-epochs", "0"),
                Map.entry("xla", "false")));
  }
}
