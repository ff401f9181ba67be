package org.mnistcnn.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said of machines that have the driver and CUDA, or only a part of it. */
final class CudaDiagnosisTest {

  private static final List<String> MAPPINGS =
      List.of(
          "7f00-7f01 r-xp 00000000 08:01 11 /opt/old/libcudart.so.11.0",
          "7f02-7f03 r-xp 00000000 08:01 12 /usr/local/cuda-12.5/lib64/libcudart.so.12.5.82",
          "7f04-7f05 r-xp 00000000 08:01 13 /usr/lib/x86_64-linux-gnu/libcuda.so.555.42.06",
          "7f06-7f07 r-xp 00000000 08:01 14 /opt/with a space/libcudnn.so.9",
          "7f08-7f09 rw-p 00000000 00:00 0 [heap]",
          "7f0a-7f0b rw-p 00000000 00:00 0");

  @Test
  void withoutTheDriverTheDriverIsWhatIsMissing() {
    assertThat(diagnosis(true, Set.of()).missing())
        .isEqualTo(
            "NVIDIA's driver was not found (libcuda.so.1); install it, or give the container the"
                + " GPU");
  }

  @Test
  void withTheDriverEachMissingLibraryIsNamed() {
    Set<String> some =
        Set.of("libcuda.so.1", "libcudart.so.12", "libcublas.so.12", "libcublasLt.so.12");

    assertThat(diagnosis(true, some).missing())
        .isEqualTo(
            "CUDA libraries were not found (libcufft.so.11, libcusparse.so.12, libcusolver.so.11,"
                + " libcudnn.so.9, libnccl.so.2); install CUDA 12 and cuDNN 9 and put them on"
                + " LD_LIBRARY_PATH, or start with MNIST_CNN_GPU=redist, which brings them along");
  }

  @Test
  void withDriverAndLibrariesTheDriverIsToBeAsked() {
    assertThat(CudaDiagnosis.of(true, name -> library(name, Set.of(name))).missing())
        .startsWith("driver and CUDA libraries are there, but TensorFlow lists no GPU; nvidia-smi");
  }

  @Test
  void nativesForTheCpuAreWhatIsMissingFirst() {
    assertThat(diagnosis(false, Set.of()).missing())
        .startsWith("these natives are built for the CPU only");
  }

  @Test
  void theFileOfALibraryIsTheOneThatIsMapped() {
    assertThat(file("libcudart.so.12"))
        .isEqualTo(Path.of("/usr/local/cuda-12.5/lib64/libcudart.so.12.5.82"));
    assertThat(file("libcuda.so.1"))
        .isEqualTo(Path.of("/usr/lib/x86_64-linux-gnu/libcuda.so.555.42.06"));
    assertThat(file("libcudnn.so.9")).isEqualTo(Path.of("/opt/with a space/libcudnn.so.9"));
  }

  @Test
  void aLibraryOfASystemWithoutMappingsIsFoundSomewhere() {
    CudaLibrary library = CudaLibrary.find("libnccl.so.2", name -> true, List::of);

    assertThat(library.found()).isTrue();
    assertThat(library.file()).isEmpty();
  }

  private static Path file(String soname) {
    return CudaLibrary.find(soname, name -> true, () -> MAPPINGS).file().orElseThrow();
  }

  private static CudaDiagnosis diagnosis(boolean gpuNatives, Set<String> there) {
    return CudaDiagnosis.of(gpuNatives, name -> library(name, there));
  }

  private static CudaLibrary library(String soname, Set<String> there) {
    return CudaLibrary.find(soname, there::contains, () -> MAPPINGS);
  }
}
