package org.mnistcnn.train.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mnistcnn.Python;
import org.mnistcnn.train.FakeRunView;

/** What Keras's own callbacks decided about the same epochs: {@code keras_callbacks.py}. */
final class KerasCallbacksTest {

  private static final Path CASES = Path.of("src/test/resources/keras/callbacks.json");

  static Stream<JsonNode> earlyStopping() throws IOException {
    return cases("early_stopping");
  }

  static Stream<JsonNode> reduceLROnPlateau() throws IOException {
    return cases("reduce_lr_on_plateau");
  }

  @ParameterizedTest
  @MethodSource
  void earlyStopping(JsonNode testCase) throws IOException {
    List<Map<String, Double>> epochs = epochs(testCase);
    JsonNode keras = testCase.get("keras");
    EarlyStopping callback = earlyStoppingOf(testCase.get("settings"));

    FakeRunView training = FakeRunView.play(callback, epochs);

    assertThat(training.history().epochs()).hasSize(keras.get("epochs").asInt());
    assertThat(callback.bestEpoch()).hasValue(keras.get("best_epoch").asInt());
    assertThat(training.learner().learnedEpoch()).isEqualTo(keras.get("weight").asInt());

    FakeRunView interrupted =
        FakeRunView.playInterrupted(() -> earlyStoppingOf(testCase.get("settings")), epochs);

    assertThat(interrupted.history().epochs()).isEqualTo(training.history().epochs());
    assertThat(interrupted.stopReason()).isEqualTo(training.stopReason());
    assertThat(interrupted.learner().learnedEpoch()).isEqualTo(training.learner().learnedEpoch());
  }

  @ParameterizedTest
  @MethodSource
  void reduceLROnPlateau(JsonNode testCase) throws IOException {
    List<Map<String, Double>> epochs = epochs(testCase);
    Supplier<ReduceLROnPlateau> callbacks = () -> reduceLROnPlateauOf(testCase.get("settings"));
    List<Float> expected = new ArrayList<>();
    testCase.at("/keras/learning_rates").forEach(rate -> expected.add((float) rate.asDouble()));

    for (int count = 1; count <= epochs.size(); count++) {
      List<Map<String, Double>> first = epochs.subList(0, count);
      for (FakeRunView training :
          List.of(
              FakeRunView.play(callbacks.get(), first),
              FakeRunView.playInterrupted(callbacks, first))) {
        assertThat((float) training.learner().learningRate())
            .as("after %d epochs", count)
            .isEqualTo(expected.get(count - 1));
      }
    }
  }

  @Test
  void kerasStillDecidesSo(@TempDir Path directory) throws Exception {
    Path written = directory.resolve("callbacks.json");
    Python.run("src/test/python/keras_callbacks.py", written);
    assertThat(written).hasSameTextualContentAs(CASES);
  }

  private static EarlyStopping earlyStoppingOf(JsonNode settings) {
    EarlyStoppingSettingsBuilder builder =
        EarlyStopping.Settings.builder()
            .monitor(monitor(settings))
            .minDelta(settings.get("min_delta").asDouble())
            .patience(settings.get("patience").asInt())
            .restoreBestWeights(settings.get("restore_best_weights").asBoolean())
            .startFromEpoch(settings.get("start_from_epoch").asInt());
    if (!settings.get("baseline").isNull()) {
      builder.baseline(settings.get("baseline").asDouble());
    }
    return new EarlyStopping(builder.build());
  }

  private static ReduceLROnPlateau reduceLROnPlateauOf(JsonNode settings) {
    return new ReduceLROnPlateau(
        ReduceLROnPlateau.Settings.builder()
            .monitor(monitor(settings))
            .factor(settings.get("factor").asDouble())
            .patience(settings.get("patience").asInt())
            .minDelta(settings.get("min_delta").asDouble())
            .cooldown(settings.get("cooldown").asInt())
            .minLr(settings.get("min_lr").asDouble())
            .build());
  }

  private static Monitor monitor(JsonNode settings) {
    return new Monitor(
        settings.get("monitor").asText(),
        Monitor.Mode.valueOf(settings.get("mode").asText().toUpperCase(Locale.ROOT)));
  }

  private static Stream<JsonNode> cases(String callback) throws IOException {
    return StreamSupport.stream(file().get(callback).spliterator(), false);
  }

  /** The epochs of a case; null in the file is NaN. */
  private static List<Map<String, Double>> epochs(JsonNode testCase) throws IOException {
    String monitor = testCase.at("/settings/monitor").asText();
    List<Map<String, Double>> epochs = new ArrayList<>();
    for (JsonNode value : file().get("values").get(testCase.get("values").asText())) {
      epochs.add(Map.of("loss", 1.0, monitor, value.isNull() ? Double.NaN : value.asDouble()));
    }
    return epochs;
  }

  private static JsonNode file() throws IOException {
    return new ObjectMapper().readTree(CASES.toFile());
  }
}
