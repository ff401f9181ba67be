package org.mnistcnn.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.bytedeco.javacpp.Loader;

/**
 * Why TensorFlow sees no GPU: it finds the driver and CUDA by name at run time and says nothing
 * when one is missing.
 *
 * @param gpuNatives whether the natives on the class path were built for CUDA
 * @param driver whether NVIDIA's driver was found
 * @param missingLibraries the CUDA libraries that were not found
 */
record CudaDiagnosis(boolean gpuNatives, boolean driver, List<String> missingLibraries) {

  private static final String GPU_NATIVES =
      "/org/tensorflow/internal/c_api/linux-x86_64-gpu/libtensorflow_cc.so.2";
  private static final String DRIVER = "libcuda.so.1";

  /** What TensorFlow 2.18 opens, in its own words (SONAME), dependencies first. */
  private static final List<String> LIBRARIES =
      List.of(
          "libcudart.so.12",
          "libcublasLt.so.12",
          "libcublas.so.12",
          "libcufft.so.11",
          "libcusparse.so.12",
          "libcusolver.so.11",
          "libcudnn.so.9",
          "libnccl.so.2");

  static CudaDiagnosis ofThisMachine() {
    boolean gpuNatives = CudaDiagnosis.class.getResource(GPU_NATIVES) != null;
    return gpuNatives ? of(CudaDiagnosis::opens) : new CudaDiagnosis(false, false, List.of());
  }

  /** The diagnosis of GPU natives on a machine where {@code opens} tells what can be opened. */
  static CudaDiagnosis of(Predicate<String> opens) {
    List<String> missing = new ArrayList<>(LIBRARIES);
    missing.removeIf(opens);
    return new CudaDiagnosis(true, opens.test(DRIVER), List.copyOf(missing));
  }

  /** Asks the system's loader, as TensorFlow does. */
  private static boolean opens(String soname) {
    try {
      Loader.loadGlobal(soname);
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  /** What is missing and what to do about it, as the end of a sentence. */
  String missing() {
    if (!gpuNatives) {
      return "these natives are built for the CPU only; build with -Pgpu or start with"
          + " MNIST_CNN_GPU=1";
    }
    if (!driver) {
      return "NVIDIA's driver was not found (%s); install it".formatted(DRIVER);
    }
    if (!missingLibraries.isEmpty()) {
      return "CUDA libraries were not found (%s); install CUDA 12 and cuDNN 9 and put them on"
              .formatted(String.join(", ", missingLibraries))
          + " LD_LIBRARY_PATH";
    }
    return "driver and CUDA libraries are there, but TensorFlow lists no GPU; nvidia-smi says"
        + " whether the driver sees one";
  }
}
