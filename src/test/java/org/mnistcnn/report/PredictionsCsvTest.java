package org.mnistcnn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.metrics.MadeUp;
import org.mnistcnn.metrics.Predictions;

final class PredictionsCsvTest {

  private static final String HEADER = "true,predicted,p0,p1\n";

  @TempDir Path directory;

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Predictions written = MadeUp.predictions(1, MadeUp.names(3), 3000, 2);
    Path file = directory.resolve("predictions.csv");
    PredictionsCsv.write(file, written);
    Predictions read = PredictionsCsv.read(file, Optional.empty());
    assertThat(read.count()).isEqualTo(3000);
    for (int sample = 0; sample < 3000; sample++) {
      assertThat(read.actual(sample)).isEqualTo(written.actual(sample));
      assertThat(read.predicted(sample)).isEqualTo(written.predicted(sample));
      assertThat(read.probability(sample, 1)).isEqualTo(written.probability(sample, 1));
    }
  }

  @Test
  void classesMayBeNamed() throws IOException {
    Path file = write("p1,p0,predicted,true\r\n0.25,0.75,cat,1\r\n\"0.75\",0.25,dog,\"dog\"\r\n");
    Predictions read = PredictionsCsv.read(file, Optional.of(List.of("cat", "dog")));
    assertThat(read.classNames()).containsExactly("cat", "dog");
    assertThat(read.actual(0)).isEqualTo(1);
    assertThat(read.predicted(0)).isZero();
    assertThat(read.probability(0, 0)).isEqualTo(0.75f);
    assertThat(read.correct(1)).isTrue();
  }

  @Test
  void aNameIsStrongerThanANumber() throws IOException {
    Path file = write(HEADER + "1,0,0.5,0.5\n");
    Predictions read = PredictionsCsv.read(file, Optional.of(List.of("1", "0")));
    assertThat(read.actual(0)).isZero();
    assertThat(read.predicted(0)).isEqualTo(1);
  }

  @Test
  void aFileThatIsNoTableOfPredictionsIsRefused() throws IOException {
    refused("", ": empty; expected a first line true,predicted,p0,p1,...");
    refused(HEADER, ": no predictions below the first line");
    refused("predicted,p0,p1\n", ", line 1: column true is missing; expected true,predicted,p0,");
    refused("true,p0,p1\n0,1,0\n", ", line 1: column predicted is missing");
    refused("true,predicted\n", ", line 1: column p0 is missing");
    refused("true,predicted,p0,p2\n", ", line 1: column p1 is missing");
    refused("id," + HEADER, ", line 1: column p2 is missing; expected true,predicted,p0,p1,...");
    refused("true,true,predicted,p0\n", ", line 1: column true is there twice");
  }

  @Test
  void aWrongValueIsRefusedWithItsPlace() throws IOException {
    String sound = HEADER + "0,1,0.2,0.8\n";
    refused(sound + "0,1,0.2\n", ", line 3: 4 columns need as many values, got 3");
    refused(sound + "2,1,0.2,0.8\n", ", line 3: true must be a class, one of 0, 1, got \"2\"");
    refused(sound + "0,cat,0,1\n", ", line 3: predicted must be a class, one of 0, 1, got \"cat\"");
    refused(sound + "0,1,x,0.8\n", ", line 3: p0 must be a number, got \"x\"");
    refused(sound + "0,1,,0.8\n", ", line 3: p0 must be a number, got \"\"");
    refused(sound + "0,1,0.2,NaN\n", ", line 3: p1 must be in [0, 1], got NaN");
    refused(sound + "0,1,-0.2,1.2\n", ", line 3: p0 must be in [0, 1], got -0.2");
    refused(
        sound + "0,1,0.2,0.7\n",
        ", line 3: probabilities must sum to 1, give or take 0.01, got 0.9");
    assertThat(PredictionsCsv.read(write(sound + "0,1,0.2,0.795\n"), Optional.empty()).count())
        .isEqualTo(2);
  }

  @Test
  void otherBytesThanUtf8AreRefused() throws IOException {
    Path file =
        Files.write(
            directory.resolve("latin.csv"),
            (HEADER + "\u00fc,0,1,0\n").getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> PredictionsCsv.read(file, Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file.toString());
  }

  @Test
  void asManyNamesAsClassesAreNeeded() throws IOException {
    Path file = write(HEADER + "0,1,0.2,0.8\n");
    assertThatThrownBy(() -> PredictionsCsv.read(file, Optional.of(List.of("a"))))
        .isInstanceOf(IOException.class)
        .hasMessage("%s: there are columns of 2 classes, but 1 names of classes", file);
  }

  private void refused(String text, String problem) throws IOException {
    Path file = write(text);
    assertThatThrownBy(() -> PredictionsCsv.read(file, Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + problem);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("predictions.csv"), text);
  }
}
