package org.mnistcnn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputsTest {

  @TempDir Path directory;

  @Test
  void everyKindOfFileHasItsPlaceByTheNameOfTheModel() {
    Outputs outputs = new Outputs(Path.of("."), "digits");

    assertThat(outputs.savedModels()).isEqualTo(Path.of("savedmodel/digits"));
    assertThat(outputs.charts()).isEqualTo(Path.of("charts/digits"));
    assertThat(outputs.run()).isEqualTo(Path.of("runs/digits"));
  }

  @Test
  void askingWhetherDirectoriesCanBeWrittenLeavesNothingBehind() throws IOException {
    Outputs.requireWritable(directory, directory.resolve("charts/digits"));

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("charts"));

    assertThatThrownBy(
            () ->
                Outputs.requireWritable(
                    directory.resolve("savedmodel/digits"), directory.resolve("charts/digits")))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "%s: cannot write there (%s is not a directory); choose another output directory",
            file.resolve("digits"), file);
    assertThat(directory).isDirectoryNotContaining(entry -> !entry.equals(file));
  }
}
