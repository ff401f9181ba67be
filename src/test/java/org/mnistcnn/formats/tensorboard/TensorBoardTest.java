package org.mnistcnn.formats.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.Python;
import org.mnistcnn.train.FakeRunView;
import org.tensorflow.proto.Event;

final class TensorBoardTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.5Z");
  private static final List<Map<String, Double>> EPOCHS =
      List.of(logs(0.5, 0.75, 0.6, 0.7), logs(0.25, 0.875, 0.4, 0.8), logs(0.1, 0.95, 0.3, 0.9));

  @TempDir private Path directory;

  @Test
  void tensorBoardReadsWhatItReadsOfKeras() throws Exception {
    FakeRunView.play(tensorBoard(2), EPOCHS);
    assertSameAsKeras();
  }

  @Test
  void tensorBoardReadsAnInterruptedRunAsOneRun() throws Exception {
    FakeRunView.playInterrupted(() -> tensorBoard(2), EPOCHS);
    assertSameAsKeras();
  }

  private void assertSameAsKeras() throws Exception {
    Path run = directory.resolve("run.json");
    new ObjectMapper()
        .writeValue(
            run.toFile(),
            Map.of(
                "epochs",
                EPOCHS,
                "learning_rates",
                List.of(0.01, 0.01, 0.01),
                "steps",
                FakeRunView.STEPS,
                "histogram_freq",
                2,
                "weights",
                List.of(FakeRunView.weights(0), FakeRunView.weights(1), FakeRunView.weights(2))));
    String output =
        Python.run(
            "src/test/python/tensorboard_parity.py",
            directory.resolve("logs"),
            run,
            directory.resolve("keras"));
    assertThat(output)
        .contains(
            "train epoch_loss at 2: ok",
            "train epoch_learning_rate at 2: ok",
            "train dense/kernel/histogram at 2: ok",
            "validation epoch_accuracy at 2: ok",
            "validation evaluation_loss_vs_iterations at 300: ok");
  }

  @Test
  void aFileBeginsWithItsVersionAndTime() throws IOException {
    FakeRunView.play(tensorBoard(0), EPOCHS);
    assertThat(files("train")).containsExactly("events.out.tfevents.1767323045.host.0.v2");
    Event first = events("train/events.out.tfevents.1767323045.host.0.v2").get(0);
    assertThat(first.getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(first.getWallTime()).isEqualTo(1767323045.5);
  }

  @Test
  void everyMeasureIsWrittenUnderTheTagsOfKeras() throws IOException {
    FakeRunView.play(tensorBoard(0), EPOCHS.subList(0, 1));
    assertThat(scalars("train/events.out.tfevents.1767323045.host.0.v2"))
        .containsExactly("0 epoch_loss 0.5", "0 epoch_accuracy 0.75", "0 epoch_learning_rate 0.01");
    assertThat(scalars("validation/events.out.tfevents.1767323045.host.0.v2"))
        .containsExactly(
            "100 evaluation_loss_vs_iterations 0.6",
            "0 epoch_loss 0.6",
            "100 evaluation_accuracy_vs_iterations 0.7",
            "0 epoch_accuracy 0.7");
  }

  @Test
  void aResumedRunAddsFilesWithTheEpochsThatFollow() throws IOException {
    FakeRunView.playInterrupted(() -> tensorBoard(0), EPOCHS.subList(0, 2));
    assertThat(scalars("train/events.out.tfevents.1767323045.host.1.v2"))
        .containsExactly(
            "1 epoch_loss 0.25", "1 epoch_accuracy 0.875", "1 epoch_learning_rate 0.01");
    assertThat(files("validation"))
        .containsExactly(
            "events.out.tfevents.1767323045.host.0.v2", "events.out.tfevents.1767323045.host.1.v2");
  }

  @Test
  void aRunWithoutValidationHasNoDirectoryForIt() {
    FakeRunView.play(tensorBoard(0), List.of(Map.of("loss", 1.0)));
    assertThat(directory.resolve("logs/train")).isDirectory();
    assertThat(directory.resolve("logs/validation")).doesNotExist();
  }

  @Test
  void aDirectoryThatCannotBeWrittenToIsFoundOutBeforeTheFirstStep() throws IOException {
    Files.createFile(directory.resolve("logs"));
    FakeRunView training = new FakeRunView();
    assertThatThrownBy(() -> training.playOn(tensorBoard(0), EPOCHS))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("logs");
    assertThat(training.learner().steps()).isZero();
  }

  @Test
  void refusesANegativeFrequency() {
    assertThatThrownBy(() -> tensorBoard(-1))
        .hasMessage("histogramFreq must be at least 0, got -1");
  }

  private TensorBoard tensorBoard(int histogramFreq) {
    return new TensorBoard(directory.resolve("logs"), histogramFreq, "host", () -> NOW);
  }

  private List<String> files(String part) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("logs").resolve(part))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<String> scalars(String file) throws IOException {
    List<String> scalars = new ArrayList<>();
    for (Event event : events(file)) {
      event
          .getSummary()
          .getValueList()
          .forEach(
              value ->
                  scalars.add(
                      "%d %s %s"
                          .formatted(
                              event.getStep(), value.getTag(), value.getTensor().getFloatVal(0))));
    }
    return scalars;
  }

  /** The events of a file, their checksums unchecked: TensorBoard's reader checks them. */
  private List<Event> events(String file) throws IOException {
    ByteBuffer records =
        ByteBuffer.wrap(Files.readAllBytes(directory.resolve("logs").resolve(file)))
            .order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (records.hasRemaining()) {
      byte[] event = new byte[(int) records.getLong()];
      records.getInt();
      records.get(event);
      records.getInt();
      events.add(Event.parseFrom(event));
    }
    return events;
  }

  private static Map<String, Double> logs(
      double loss, double accuracy, double valLoss, double valAccuracy) {
    Map<String, Double> logs = new LinkedHashMap<>();
    logs.put("loss", loss);
    logs.put("accuracy", accuracy);
    logs.put("val_loss", valLoss);
    logs.put("val_accuracy", valAccuracy);
    return logs;
  }
}
