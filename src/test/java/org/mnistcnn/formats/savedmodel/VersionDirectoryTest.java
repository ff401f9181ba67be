package org.mnistcnn.formats.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionDirectoryTest {

  @TempDir private Path directory;

  @BeforeEach
  void publishTheFirst() throws IOException {
    VersionDirectory.publish(
        directory, version -> Files.writeString(version.resolve("file"), "first"));
  }

  @Test
  void anExportThatFailsHalfWayLeavesTheVersionBeforeAsItWas() {
    assertThatThrownBy(
            () ->
                VersionDirectory.publish(
                    directory,
                    version -> {
                      Files.writeString(version.resolve("file"), "second");
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");

    assertThat(directory.toFile().list()).containsExactly("1");
    assertThat(directory.resolve("1/file")).hasContent("first");
  }

  @Test
  void whatAKilledExportLeftIsNoVersion() throws IOException {
    Path unfinished = Files.createDirectory(directory.resolve(".unpublished-1"));
    Files.writeString(unfinished.resolve("file"), "half");

    Path published =
        VersionDirectory.publish(
            directory, version -> Files.writeString(version.resolve("file"), "second"));

    assertThat(published).isEqualTo(directory.resolve("2"));
    assertThat(directory.resolve("1/file")).hasContent("first");
  }
}
