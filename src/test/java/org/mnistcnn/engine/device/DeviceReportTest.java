package org.mnistcnn.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The advice for machines of every kind, and what is found on this one. */
final class DeviceReportTest {

  private static final Set<String> NOTHING = Set.of();
  private static final Set<String> DRIVER = Set.of("libcuda.so.1");
  private static final Set<String> ALL =
      Set.copyOf(Stream.concat(DRIVER.stream(), CudaLibrary.OPENED.stream()).toList());

  @Test
  void withAGpuOneTrains() {
    DeviceReport.Seen gpu =
        new DeviceReport.Seen("GPU:0", "GPU", 1L << 34, Optional.of("NVIDIA A100"));

    assertThat(report("linux-x86_64", true, ALL, gpu).advice())
        .isEqualTo("train runs on GPU:0, unless the CPU is asked for");
  }

  @Test
  void withNativesForGpusWhatIsMissingIsNamed() {
    assertThat(report("linux-x86_64", true, NOTHING).advice())
        .startsWith("NVIDIA's driver was not found (libcuda.so.1)")
        .endsWith("; until then, train runs on the CPU");
    assertThat(report("linux-x86_64", true, DRIVER).advice())
        .startsWith("CUDA libraries were not found (libcudart.so.12, libcublasLt.so.12");
    assertThat(report("linux-x86_64", true, ALL).advice()).contains("nvidia-smi");
  }

  @Test
  void withNativesForTheCpuTheWayToAGpuIsTheShortestOne() {
    assertThat(report("linux-x86_64", false, NOTHING).advice())
        .isEqualTo(
            "train runs on the CPU; to use an NVIDIA GPU, install its driver and start with"
                + " MNIST_CNN_GPU=redist");
    assertThat(report("linux-x86_64", false, DRIVER).advice())
        .endsWith("start with MNIST_CNN_GPU=redist, which brings CUDA along");
    assertThat(report("linux-x86_64", false, ALL).advice()).endsWith("start with MNIST_CNN_GPU=1");
  }

  @Test
  void whereThereAreNoNativesForGpusNoneIsPromised() {
    assertThat(report("macosx-arm64", false, NOTHING).advice())
        .isEqualTo(
            "train runs on the CPU; TensorFlow-Java has natives for GPUs on Linux x86-64 only");
  }

  @Test
  void thisMachineHasACpuAndIsToldWhatToDo() {
    DeviceReport report = DeviceReport.ofThisMachine();

    assertThat(report.devices())
        .first()
        .satisfies(
            device -> {
              assertThat(device.name()).isEqualTo("CPU:0");
              assertThat(device.type()).isEqualTo("CPU");
            });
    assertThat(report.cuda().libraries())
        .extracting(CudaLibrary::soname)
        .isEqualTo(CudaLibrary.OPENED);
    assertThat(report.cache()).isDirectory();
    assertThat(report.advice()).isNotBlank();
  }

  /** {@link NativesBuild#CUDA} and {@link CudaLibrary#OPENED} are of this version. */
  @Test
  void whatIsSaidOfTheNativesBuildIsSaidOfThisVersion() {
    assertThat(NativesBuild.onClassPath().tensorFlow())
        .as("look up CUDA's version, cuDNN's and the SONAMEs anew for another TensorFlow")
        .isEqualTo("2.18.0");
  }

  private static DeviceReport report(
      String platform, boolean gpuNatives, Set<String> there, DeviceReport.Seen... gpus) {
    CudaDiagnosis diagnosis =
        CudaDiagnosis.of(gpuNatives, name -> CudaLibrary.find(name, there::contains, List::of));
    return new DeviceReport(
        List.of(gpus),
        new NativesBuild("2.18.0", platform, gpuNatives),
        new DeviceReport.Cuda(diagnosis.driver(), Optional.empty(), diagnosis.libraries(), false),
        new Processor(2, Optional.empty(), Optional.empty()),
        Path.of("cache"));
  }
}
