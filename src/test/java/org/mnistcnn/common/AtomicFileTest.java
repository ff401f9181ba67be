package org.mnistcnn.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {

  @TempDir Path directory;

  @Test
  void writesTheContentAndCreatesTheDirectories() throws IOException {
    Path file = directory.resolve("a/b/file");
    AtomicFile.write(file, out -> out.write(new byte[] {1, 2, 3}));
    assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(file.getParent()).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void replacesAnEarlierFile() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "a longer old content");
    AtomicFile.write(file, out -> out.write('x'));
    assertThat(file).hasContent("x");
  }

  @Test
  void leavesTheEarlierFileWholeWhenTheContentFailsHalfway() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot write %s: No space left on device; choose another output directory", file);
    assertThat(file).hasContent("old");
    assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void leavesNoTemporaryFileWhenTheContentHasABug() {
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    directory.resolve("file"),
                    out -> {
                      throw new IllegalStateException("bug");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void namesTheFileThatStandsWhereTheDirectoryShould() throws IOException {
    Path notADirectory = Files.writeString(directory.resolve("occupied"), "");
    Path file = notADirectory.resolve("file");
    assertThatThrownBy(() -> AtomicFile.write(file, out -> out.write(1)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot write %s: %s is not a directory; choose another output directory",
            file, notADirectory);
  }

  @Test
  void leavesADirectoryOfThatNameAlone() throws IOException {
    Path occupied = directory.resolve("file");
    Files.createDirectories(occupied.resolve("child"));
    assertThatThrownBy(() -> AtomicFile.write(occupied, out -> out.write(1)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write " + occupied)
        .hasMessageNotContaining("\n");
    assertThat(directory).isDirectoryNotContaining(path -> !path.equals(occupied));
  }
}
