package org.mnistcnn.engine.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.presets.javacpp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How NVIDIA's libraries are loaded so that TensorFlow finds them, with small libraries in their
 * place. The names differ from test to test: a process never forgets a library.
 */
final class CudaRedistTest {

  @TempDir Path directory;

  @BeforeEach
  void requireCompiler() {
    DummyLibraries.requireCompiler();
    Loader.load(javacpp.class);
  }

  @Test
  void aLoadedLibraryAnswersToItsNameThoughItsFileIsInNoLibraryPath() throws Exception {
    DummyLibraries.build(directory, "libdummyrt.so.12");
    DummyLibraries.build(directory, "libdummyblas.so.12", "libdummyrt.so.12");
    assertThat(CudaLibrary.opens("libdummyrt.so.12")).isFalse();
    assertThat(CudaLibrary.opens("libdummyblas.so.12")).isFalse();

    CudaRedist.load(directory, List.of("libdummyrt.so.12", "libdummyblas.so.12"));

    assertThat(CudaLibrary.find("libdummyrt.so.12").file())
        .contains(directory.toRealPath().resolve("libdummyrt.so.12"));
    assertThat(CudaLibrary.find("libdummyblas.so.12").file())
        .contains(directory.toRealPath().resolve("libdummyblas.so.12"));
  }

  @Test
  void aLibraryThatComesBeforeWhatItNeedsIsTriedAgain() throws Exception {
    DummyLibraries.build(directory, "liblaterrt.so.12");
    DummyLibraries.build(directory, "liblaterlink.so.12", "liblaterrt.so.12");
    DummyLibraries.build(directory, "liblatersolver.so.11", "liblaterlink.so.12");

    CudaRedist.load(
        directory, List.of("liblatersolver.so.11", "liblaterlink.so.12", "liblaterrt.so.12"));

    assertThat(CudaLibrary.opens("liblatersolver.so.11")).isTrue();
  }

  @Test
  void aNameWithoutAFileIsLeftOut() throws Exception {
    DummyLibraries.build(directory, "libpresent.so.2");

    CudaRedist.load(directory, List.of("libabsent.so.2", "libpresent.so.2"));

    assertThat(CudaLibrary.opens("libpresent.so.2")).isTrue();
    assertThat(CudaLibrary.opens("libabsent.so.2")).isFalse();
  }

  @Test
  void aLibraryWithoutWhatItNeedsIsRefusedWithTheMissingName() throws Exception {
    Path needed = DummyLibraries.build(directory, "libgonert.so.12");
    DummyLibraries.build(directory, "libgoneblas.so.12", "libgonert.so.12");
    Files.delete(needed);

    assertThatThrownBy(() -> CudaRedist.load(directory, List.of("libgoneblas.so.12")))
        .isInstanceOf(DeviceNotFoundException.class)
        .hasMessageStartingWith("NVIDIA's library can't be loaded: ")
        .hasMessageContainingAll(
            "libgoneblas.so.12", "libgonert.so.12", "delete " + directory, "take the CPU");
  }

  @Test
  void aDirectoryThatLacksWhatTensorFlowOpensIsRefused() throws Exception {
    DummyLibraries.build(directory, "libcomplete.so.12");

    CudaRedist.requireAll(directory, List.of("libcomplete.so.12"));
    assertThatThrownBy(
            () -> CudaRedist.requireAll(directory, List.of("libcomplete.so.12", "liblacking.so.2")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(directory + ": NVIDIA's libraries [liblacking.so.2] are not there");
  }

  @Test
  void aDamagedFileIsRefused() throws IOException {
    Files.writeString(directory.resolve("libdamaged.so.12"), "half a download");

    assertThatThrownBy(() -> CudaRedist.load(directory, List.of("libdamaged.so.12")))
        .isInstanceOf(DeviceNotFoundException.class)
        .hasMessageContaining("libdamaged.so.12");
  }
}
