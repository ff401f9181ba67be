package org.mnistcnn.engine.device;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * Why TensorFlow sees no GPU: it finds the driver and CUDA by name at run time and says nothing
 * when one is missing.
 *
 * @param gpuNatives whether the natives on the class path were built for CUDA
 * @param driver NVIDIA's driver
 * @param libraries the CUDA libraries that TensorFlow opens
 */
record CudaDiagnosis(boolean gpuNatives, CudaLibrary driver, List<CudaLibrary> libraries) {

  private static final String CPU_NATIVES =
      "these natives are built for the CPU only; build with -Pgpu or start with MNIST_CNN_GPU=1";

  /** What is missing on this machine, as the end of a sentence; looks for no more than it must. */
  static String whyNoGpu() {
    return NativesBuild.isForGpu() ? ofThisMachine().missing() : CPU_NATIVES;
  }

  /** Looks for the driver and every library, whatever the natives were built for. */
  static CudaDiagnosis ofThisMachine() {
    Loader.load(tensorflow.class);
    return of(NativesBuild.isForGpu(), CudaLibrary::find);
  }

  /** The diagnosis of a machine where {@code find} looks for a library. */
  static CudaDiagnosis of(boolean gpuNatives, Function<String, CudaLibrary> find) {
    return new CudaDiagnosis(
        gpuNatives, find.apply(CudaLibrary.DRIVER), CudaLibrary.OPENED.stream().map(find).toList());
  }

  /** What is missing and what to do about it, as the end of a sentence. */
  String missing() {
    if (!gpuNatives) {
      return CPU_NATIVES;
    }
    if (!driver.found()) {
      return "NVIDIA's driver was not found (%s); install it".formatted(driver.soname())
          + ", or give the container the GPU";
    }
    List<String> missing =
        libraries.stream().filter(library -> !library.found()).map(CudaLibrary::soname).toList();
    if (!missing.isEmpty()) {
      return "CUDA libraries were not found (%s); install CUDA 12 and cuDNN 9 and put them on"
              .formatted(String.join(", ", missing))
          + " LD_LIBRARY_PATH, or start with MNIST_CNN_GPU=redist, which brings them along";
    }
    return "driver and CUDA libraries are there, but TensorFlow lists no GPU; nvidia-smi says"
        + " whether the driver sees one";
  }
}
