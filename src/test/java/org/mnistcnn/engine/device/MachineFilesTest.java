package org.mnistcnn.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from the files in which Linux tells of processor, driver and GPUs. */
final class MachineFilesTest {

  @TempDir Path directory;

  @Test
  void theVectorUnitsAreTheFlagsOfAvxAndAmx() throws IOException {
    Processor processor =
        Processor.of(
            2,
            file(
                """
                processor\t: 0
                model name\t: Example Processor
                flags\t\t: fpu sse4_2 avx512f avx fma amx_tile avx2

                processor\t: 1
                model name\t: Another
                flags\t\t: fpu avx
                """));

    assertThat(processor.threads()).isEqualTo(2);
    assertThat(processor.model()).contains("Example Processor");
    assertThat(processor.vectorUnits()).contains(List.of("amx_tile", "avx", "avx2", "avx512f"));
  }

  @Test
  void anArmProcessorHasNoneOfThem() throws IOException {
    Processor processor = Processor.of(4, file("processor\t: 0\nFeatures\t: fp asimd bf16 sve\n"));

    assertThat(processor.vectorUnits()).contains(List.of());
    assertThat(processor.model()).isEmpty();
  }

  @Test
  void withoutTheFileTheyAreUnknown() {
    Processor processor = Processor.of(8, directory.resolve("absent"));

    assertThat(processor.threads()).isEqualTo(8);
    assertThat(processor.vectorUnits()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 2024 | 550.54.14",
        "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  560.28.03  Release Build | 560.28.03"
      })
  void theDriversVersionIsReadFromItsFirstLine(String line, String version) throws IOException {
    assertThat(NvidiaDriver.version(file(line + "\nGCC version:  gcc version 12.3.0 \n")))
        .contains(version);
  }

  @Test
  void withoutADriverThereIsNoVersion() throws IOException {
    assertThat(NvidiaDriver.version(directory.resolve("absent"))).isEmpty();
    assertThat(NvidiaDriver.version(file("something else\n"))).isEmpty();
  }

  @Test
  void theModelsOfTheGpusComeInTheOrderOfTheBus() throws IOException {
    gpu("0000:c1:00.0", "NVIDIA H100");
    gpu("0000:41:00.0", "NVIDIA A100-SXM4-40GB");

    assertThat(PhysicalDevices.nvidiaModels(directory))
        .containsExactly("NVIDIA A100-SXM4-40GB", "NVIDIA H100");
    assertThat(PhysicalDevices.nvidiaModels(directory.resolve("absent"))).isEmpty();
  }

  private void gpu(String bus, String model) throws IOException {
    Path gpu = Files.createDirectory(directory.resolve(bus));
    Files.writeString(gpu.resolve("information"), "Model: \t\t %s\nIRQ:  1\n".formatted(model));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("file"), text);
  }
}
