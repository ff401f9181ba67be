package org.mnistcnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HistoryCsvTest {

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("history.csv");
  }

  @Test
  void writesTheColumnsOfKeras() throws IOException {
    HistoryCsv.write(file, twoEpochs());
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            epoch,accuracy,loss,val_accuracy,val_loss
            0,0.95,0.1712345678901234,0.98,0.0625
            1,0.985,0.05,0.99,0.04
            """);
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    History history = twoEpochs();
    HistoryCsv.write(file, history);
    assertThat(HistoryCsv.read(file).epochs()).isEqualTo(history.epochs());
  }

  @Test
  void readsBackWhatTrainingThatDivergedMeasured() throws IOException {
    History history = new History();
    history.add(new History.Epoch(0, Map.of("loss", Double.POSITIVE_INFINITY)));
    history.add(new History.Epoch(1, Map.of("loss", Double.NEGATIVE_INFINITY)));
    history.add(new History.Epoch(2, Map.of("loss", Double.NaN)));
    HistoryCsv.write(file, history);
    assertThat(Files.readString(file)).isEqualTo("epoch,loss\n0,inf\n1,-inf\n2,nan\n");
    assertThat(HistoryCsv.read(file).epochs()).isEqualTo(history.epochs());
  }

  @Test
  void marksWhatAnEpochLacks() throws IOException {
    History history = new History();
    history.add(new History.Epoch(0, Map.of("loss", 1.0)));
    history.add(new History.Epoch(1, Map.of("loss", 0.5, "val_loss", 0.75)));
    HistoryCsv.write(file, history);
    assertThat(Files.readString(file)).isEqualTo("epoch,loss,val_loss\n0,1.0,NA\n1,0.5,0.75\n");
    assertThat(HistoryCsv.read(file).epochs()).isEqualTo(history.epochs());
  }

  @Test
  void writesAndReadsNoEpochs() throws IOException {
    HistoryCsv.write(file, new History());
    assertThat(Files.readString(file)).isEqualTo("epoch\n");
    assertThat(HistoryCsv.read(file).epochs()).isEmpty();
  }

  @Test
  void readsTheLineEndsOfKeras() throws IOException {
    Files.writeString(file, "epoch,accuracy,loss\r\n0,0.9,1e-05\r\n");
    assertThat(HistoryCsv.read(file).epochs())
        .containsExactly(new History.Epoch(0, Map.of("accuracy", 0.9, "loss", 1e-5)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                      | line 1: first column must be epoch, got \"\"",
        "loss,epoch              | line 1: first column must be epoch, got \"loss\"",
        "epoch,loss/0,1.0/1      | line 3: 2 columns need as many values, got 1",
        "epoch,loss/0,1.0,2.0    | line 2: 2 columns need as many values, got 3",
        "epoch,loss/0,high       | line 2: loss must be a number, got \"high\"",
        "epoch,loss/first,1.0    | line 2: epoch must be a whole number from 0, got \"first\"",
        "epoch,loss/-1,1.0       | line 2: epoch must be a whole number from 0, got \"-1\"",
        "epoch,loss/4294967295,1 | line 2: epoch must be a whole number from 0, got \"4294967295\"",
      })
  void namesTheBrokenLine(String text, String message) throws IOException {
    Files.writeString(file, text.replace('/', '\n'));
    assertThatThrownBy(() -> HistoryCsv.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage("%s, %s; repair the line or train again", file, message);
  }

  @Test
  void namesTheMissingFile() {
    assertThatThrownBy(() -> HistoryCsv.read(file))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("%s: no such history; train to write one", file);
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
    assertThatThrownBy(() -> HistoryCsv.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage("%s: history must be UTF-8 text; train again to write one", file);
  }

  private static History twoEpochs() {
    History history = new History();
    history.add(epoch(0, 0.1712345678901234, 0.95, 0.0625, 0.98));
    history.add(epoch(1, 0.05, 0.985, 0.04, 0.99));
    return history;
  }

  private static History.Epoch epoch(
      int epoch, double loss, double accuracy, double validationLoss, double validationAccuracy) {
    Map<String, Double> logs = new LinkedHashMap<>();
    logs.put("loss", loss);
    logs.put("accuracy", accuracy);
    logs.put("val_loss", validationLoss);
    logs.put("val_accuracy", validationAccuracy);
    return new History.Epoch(epoch, logs);
  }
}
