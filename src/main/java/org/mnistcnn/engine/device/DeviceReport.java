package org.mnistcnn.engine.device;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.GPUOptions;

/**
 * What there is on this machine to train on, and what is missing for more.
 *
 * @param devices what TensorFlow sees
 * @param natives the build of TensorFlow's natives
 * @param cuda NVIDIA's software, as far as it was found
 * @param processor the processor
 * @param cache where natives are unpacked
 */
public record DeviceReport(
    List<Seen> devices, NativesBuild natives, Cuda cuda, Processor processor, Path cache) {

  /**
   * A device that TensorFlow sees.
   *
   * @param name TensorFlow's name, such as {@code GPU:0}
   * @param type such as {@code GPU}
   * @param memoryBytes what TensorFlow may use of a GPU's memory; 0 for a CPU, which is not bounded
   * @param model the maker's name for it; empty where nobody tells
   */
  public record Seen(String name, String type, long memoryBytes, Optional<String> model) {}

  /**
   * NVIDIA's software.
   *
   * @param driver the driver's library
   * @param driverVersion such as {@code 555.42.06}; empty where the driver does not tell
   * @param libraries the CUDA libraries that TensorFlow opens
   * @param redist whether the program brings them along
   */
  public record Cuda(
      CudaLibrary driver,
      Optional<String> driverVersion,
      List<CudaLibrary> libraries,
      boolean redist) {}

  /**
   * Looks at this machine.
   *
   * @throws IllegalStateException if CUDA libraries come with the program, but can't be loaded
   */
  public static DeviceReport ofThisMachine() {
    Processor processor = Processor.ofThisMachine();
    List<Seen> devices = devices(processor); // First: it loads what is looked for afterwards.
    CudaDiagnosis diagnosis = CudaDiagnosis.ofThisMachine();
    return new DeviceReport(
        devices,
        NativesBuild.onClassPath(),
        new Cuda(
            diagnosis.driver(),
            NvidiaDriver.version(NvidiaDriver.VERSION),
            diagnosis.libraries(),
            CudaRedist.isOnClassPath()),
        processor,
        CudaRedist.cache());
  }

  private static List<Seen> devices(Processor processor) {
    List<Seen> seen = new ArrayList<>();
    List<PhysicalDevices.Listed> listed =
        PhysicalDevices.all(GPUOptions.newBuilder().setAllowGrowth(true).build());
    for (PhysicalDevices.Listed device : listed) {
      if (device.type().equals("CPU")) {
        seen.add(new Seen(device.name(), device.type(), 0, processor.model()));
      }
    }
    for (PhysicalDevices.Gpu gpu : PhysicalDevices.gpus(listed)) {
      seen.add(new Seen(gpu.name(), "GPU", gpu.memoryBytes(), Optional.of(gpu.described())));
    }
    return List.copyOf(seen);
  }

  /** What to do next, in one sentence. */
  public String advice() {
    List<String> gpus =
        devices.stream().filter(device -> device.type().equals("GPU")).map(Seen::name).toList();
    if (!gpus.isEmpty()) {
      return "train runs on %s, unless the CPU is asked for".formatted(gpus.get(0));
    }
    if (natives.gpu()) {
      String missing = new CudaDiagnosis(true, cuda.driver(), cuda.libraries()).missing();
      return missing + "; until then, train runs on the CPU";
    }
    if (!natives.canBeForGpu()) {
      return "train runs on the CPU; TensorFlow-Java has natives for GPUs on Linux x86-64 only";
    }
    if (!cuda.driver().found()) {
      return "train runs on the CPU; to use an NVIDIA GPU, install its driver and start with"
          + " MNIST_CNN_GPU=redist";
    }
    return "there is a driver, but these natives are built for the CPU only; start with %s"
        .formatted(
            cuda.libraries().stream().allMatch(CudaLibrary::found)
                ? "MNIST_CNN_GPU=1"
                : "MNIST_CNN_GPU=redist, which brings CUDA along");
  }
}
