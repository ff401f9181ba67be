package org.mnistcnn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.Json;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.formats.keras.KerasConfig;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.train.CallbackState;
import org.mnistcnn.train.Checkpoint;
import org.mnistcnn.train.History;
import org.mnistcnn.zoo.MnistCnn;

final class RunDescriptionTest {

  private static final Path PLACE = Path.of("runs", "a");

  private static final RunDescription FULL =
      new RunDescription(
          Overlay.ofTexts(
              Map.of(
                  "epochs", "2", "learning-rate", "0.01", "freeze", "a,b", "data", "some/where")),
          KerasConfig.json(MnistCnn.network(new ImageShape(28, 28, 1), 2)),
          "12 images, SHA-256 ab",
          Optional.of("3 images, SHA-256 cd"),
          List.of("cat", "dog, or\nwolf"),
          Optional.of(TrainedModel.AS_THEY_ARE),
          Optional.of(KerasConfig.json(new Compilation(new Optimizer.Adam(1e-3)), 1e-3)),
          Optional.of("trial 3"));

  private static RunDescription read(String json) throws IOException {
    return RunDescription.of(
        new Checkpoint(json, 0, 0, "", List.of(), CallbackState.NONE, List.of()), PLACE);
  }

  @Test
  void isTheSameFromItsJson() throws IOException {
    RunDescription least =
        new RunDescription(
            Overlay.NONE,
            "{}",
            "",
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(read(FULL.json())).isEqualTo(FULL);
    assertThat(read(least.json())).isEqualTo(least);
  }

  @Test
  void aMapOfOptionsIsReadAsVersion01WroteIt() throws IOException {
    RunDescription read =
        read(
            Json.line(
                Map.ofEntries(
                    Map.entry("--epochs", "2"),
                    Map.entry("--learning-rate", "0.01"),
                    Map.entry("--freeze", "a,b"),
                    Map.entry("--data", "some/where"),
                    Map.entry("--l2", ""),
                    Map.entry("the network", FULL.network()),
                    Map.entry("the training data", FULL.data()),
                    Map.entry("the class names", "cat\ndog"),
                    Map.entry("the compile settings", FULL.compilation().orElseThrow()),
                    Map.entry("the trial", "trial 3"),
                    Map.entry(TrainedModel.PICTURES, TrainedModel.AS_THEY_ARE))));

    assertThat(read)
        .isEqualTo(
            new RunDescription(
                FULL.settings(),
                FULL.network(),
                FULL.data(),
                Optional.empty(),
                List.of("cat", "dog"),
                FULL.pictures(),
                FULL.compilation(),
                FULL.trial()));
  }

  @Test
  void whatAnotherProgramWroteIsRefused() {
    assertThatThrownBy(() -> read("{\"epochs\": 3}"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(PLACE + ": the checkpoint does not hold its network");
    assertThatThrownBy(() -> read("of mine"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(PLACE + ": the checkpoint does not say what it is of: ");
  }

  @Test
  void theConfigurationHasWhatBelongsToThisMachineFromHere() {
    RunConfig here =
        Overlay.ofTexts(Map.of("name", "b", "output-dir", "out", "epochs", "7", "max-minutes", "3"))
            .over(RunConfig.DEFAULT);

    RunConfig config = FULL.config(here);

    assertThat(config.fit().epochs()).isEqualTo(2);
    assertThat(config.output()).isEqualTo(here.output());
    assertThat(config.callbacks().maxMinutes()).hasValue(3.0);
    assertThat(config.transfer().freeze()).containsExactly("a", "b");
  }

  @Test
  void aModelCardHasNoPathsOfThisMachine() {
    RunDescription described =
        new RunDescription(
            Overlay.ofTexts(
                Map.of(
                    "data", "my/images",
                    "from", "my.keras",
                    "initial-weights", "my.keras",
                    "architecture", "my/config.json",
                    "epochs", "2")),
            "{}",
            "12 images",
            Optional.of("3 images"),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(described.published(List.of()))
        .isEqualTo(
            Map.of(
                "epochs",
                "2",
                "the training data",
                "12 images",
                "the validation data",
                "3 images"));
    assertThat(described.published(List.of(new History.Epoch(1, Map.of("loss", 0.123456789)))))
        .containsEntry("epochs done", "2")
        .containsEntry("loss", "0.123457");
  }

  @Test
  void whatNoSettingShowsMustBeTheSame() {
    RunDescription other =
        new RunDescription(
            Overlay.NONE,
            "{}",
            "13 images",
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThatCode(() -> FULL.requireSame(FULL)).doesNotThrowAnyException();
    assertThatThrownBy(() -> other.requireSame(FULL))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot resume: not the same as when the run was started: the compile settings, the"
                + " network, the training data, the validation data; bring it back, or start a new run");
  }
}
