package org.mnistcnn.app.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.search.TrialDescription;
import org.mnistcnn.search.TrialResult;

final class TrialTrainingTest {

  @TempDir Path outputs;

  @Test
  void aTrialThatPausesEndsAsOneThatDoesNot() throws IOException {
    TrainTestData mnist = DatasetReader.read(Path.of("data", "mnist"));
    TrainTestData data = new TrainTestData(mnist.training().slice(0, 300), mnist.test());
    Map<String, String> settings =
        Map.of("schedule", "cosine", "ema-momentum", "0.9", "learning-rate", "0.003");
    TrialDescription straight =
        new TrialDescription(1, settings, Map.of(), 3, 3, 3, 1, "a", "300 images");
    TrialDescription paused =
        new TrialDescription(1, settings, Map.of(), 3, 3, 1, 1, "b", "300 images");
    TrialTraining runner = new TrialTraining(RunConfig.DEFAULT, outputs, data, warning -> {});
    TrialResult first = runner.run(paused, () -> false);
    assertThat(first.state()).isEqualTo(TrialResult.State.PAUSED);
    TrialResult expected = runner.run(straight, () -> false);
    TrialResult resumed =
        runner.run(
            TrialDescription.parse(paused.json().replace("\"until\":1", "\"until\":3")),
            () -> false);
    assertThat(resumed.state()).isEqualTo(TrialResult.State.DONE);
    assertThat(resumed.epochs()).isEqualTo(expected.epochs());
    assertThat(resumed.measures()).isEqualTo(expected.measures());
    // The moving average is what would be exported, and is measured.
    assertThat(resumed.measures().get("val_loss"))
        .isNotEqualTo(resumed.epochs().get(2).logs().get("val_loss"));
  }
}
