package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.engine.device.DummyLibraries;

/** What {@code devices} prints, on this machine and on one that seems to have NVIDIA's driver. */
final class DevicesCommandTest {

  private static final String REDIST = "org/bytedeco/cuda/linux-x86_64/";

  private static final List<String> NAMES =
      List.of(
          "libcudart.so.12",
          "libcublasLt.so.12",
          "libcublas.so.12",
          "libcufft.so.11",
          "libcusparse.so.12",
          "libcusolver.so.11",
          "libcudnn.so.9",
          "libnccl.so.2");

  @TempDir Path directory;

  @Test
  void everythingThatDecidesWhereTrainingRunsIsNamed() {
    List<String> out = Run.of("devices").succeeded().out();

    assertThat(out.get(0)).isEqualTo("Devices that TensorFlow sees:");
    assertThat(out.get(1)).matches(" {2}CPU:0   CPU .*");
    assertThat(out)
        .anyMatch(line -> line.matches("Natives: +TensorFlow 2\\.\\S+, \\S+, (CPU|GPU) build.*"))
        .anyMatch(line -> line.matches("NVIDIA driver: +.*libcuda.so.1 (found|missing).*"))
        .anyMatch(line -> line.matches(" {2}libcudnn.so.9 +(found|missing).*"))
        .anyMatch(line -> line.startsWith("Unpacked in: "))
        .anyMatch(line -> line.matches("Processor: +.*, \\d+ threads"))
        .anyMatch(line -> line.matches("Vector units: +.+"));
    assertThat(out.get(out.size() - 1)).startsWith("Next: ");
  }

  /**
   * The program in a process of its own, with a driver and NVIDIA's libraries that do nothing: the
   * latter are on the class path only, as {@code -Pgpu-redist} puts them there.
   */
  @Test
  void librariesFromTheClassPathAreUnpackedAndFoundByTheirNames() throws Exception {
    DummyLibraries.requireCompiler();
    Assumptions.assumeFalse(
        Run.of("devices").out().stream().anyMatch(line -> line.contains("GPU build")),
        "natives for GPUs would call the dummy driver");
    Path drivers = Files.createDirectory(directory.resolve("drivers"));
    DummyLibraries.build(drivers, "libcuda.so.1");

    List<String> out = devices(drivers, redist());

    Path cache = directory.toRealPath().resolve("cache");
    assertThat(out)
        .anyMatch(line -> line.endsWith("CPU build; CUDA comes with the program"))
        .anyMatch(line -> line.endsWith("libcuda.so.1 found: " + drivers.resolve("libcuda.so.1")))
        .filteredOn(line -> line.matches(" {2}lib\\S+ +found: %s/.*".formatted(cache)))
        .hasSameSizeAs(NAMES);
  }

  @Test
  void withoutADriverNothingIsUnpacked() throws Exception {
    DummyLibraries.requireCompiler();
    Assumptions.assumeTrue(
        Run.of("devices").out().stream().anyMatch(line -> line.endsWith("libcuda.so.1 missing")),
        "there is a driver here");

    assertThat(devices(directory, redist()))
        .anyMatch(line -> line.matches(" {2}libcudart.so.12 +missing"));
    // TensorFlow-Java itself takes NCCL from there; the rest would be gigabytes.
    try (Stream<Path> unpacked = Files.walk(directory.resolve("cache"))) {
      assertThat(unpacked.map(Path::getFileName).map(Path::toString))
          .contains("libtensorflow_cc.so.2")
          .doesNotContain("libcudart.so.12", "libcublas.so.12", "libcudnn.so.9");
    }
  }

  /** A jar with the layout of the artifact. */
  private Path redist() throws IOException, InterruptedException {
    Path libraries = Files.createDirectory(directory.resolve("libraries"));
    for (String name : NAMES) {
      if (name.equals("libcublas.so.12")) {
        DummyLibraries.build(libraries, name, "libcublasLt.so.12");
      } else {
        DummyLibraries.build(libraries, name);
      }
    }
    Path jar = directory.resolve("redist.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry(REDIST));
      for (String name : NAMES) {
        out.putNextEntry(new JarEntry(REDIST + name));
        Files.copy(libraries.resolve(name), out);
      }
    }
    return jar;
  }

  private List<String> devices(Path libraryPath, Path jar)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dorg.bytedeco.javacpp.cachedir=" + directory.resolve("cache"),
            "-cp",
            System.getProperty("java.class.path") + File.pathSeparator + jar,
            Main.class.getName(),
            "devices");
    builder.environment().put("LD_LIBRARY_PATH", libraryPath.toString());
    builder.redirectError(directory.resolve("err").toFile());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(directory.resolve("err"))).isZero();
    return out.lines().toList();
  }
}
