package org.mnistcnn.train.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.train.FakeRunView;

final class CsvLoggerTest {

  private static final List<Map<String, Double>> EPOCHS =
      List.of(Map.of("loss", 0.5), Map.of("loss", 0.25), Map.of("loss", 0.125));

  @TempDir private Path directory;

  @Test
  void theFileHoldsTheWholeRunWhetherInterruptedOrNot() throws IOException {
    Path file = directory.resolve("history.csv");
    Path interrupted = directory.resolve("interrupted.csv");

    FakeRunView.play(new CsvLogger(file), EPOCHS);
    FakeRunView.playInterrupted(() -> new CsvLogger(interrupted), EPOCHS);

    assertThat(file).hasContent("epoch,loss\n0,0.5\n1,0.25\n2,0.125\n");
    assertThat(interrupted).hasSameBinaryContentAs(file);
  }

  @Test
  void aFileThatCannotBeWrittenEndsTheRun() throws IOException {
    Path occupied = Files.createDirectory(directory.resolve("occupied"));
    Files.createFile(occupied.resolve("file"));
    assertThatThrownBy(() -> FakeRunView.play(new CsvLogger(occupied), EPOCHS))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write " + occupied);
  }
}
