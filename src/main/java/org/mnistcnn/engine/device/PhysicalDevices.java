package org.mnistcnn.engine.device;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/**
 * The devices that TensorFlow sees. TensorFlow-Java has no public call for that, so a session that
 * lives only for the question is asked through the C library.
 */
final class PhysicalDevices {

  private static final Path NVIDIA_DRIVER = Path.of("/proc/driver/nvidia/gpus");

  /** What stands before a device in its full name: {@code /job:localhost/.../device:GPU:0}. */
  private static final String DEVICE = "device:";

  private PhysicalDevices() {}

  /**
   * A GPU.
   *
   * @param name TensorFlow's name, such as {@code GPU:0}
   * @param memoryBytes what TensorFlow may use of its memory
   * @param model the maker's name for it, such as {@code NVIDIA A100}; "GPU" where the driver does
   *     not tell
   * @param capability its compute capability, where nvidia-smi tells
   * @param mig whether it is an instance of a GPU that is cut into several
   */
  record Gpu(
      String name,
      long memoryBytes,
      String model,
      Optional<ComputeCapability> capability,
      boolean mig) {

    String description() {
      return String.format(
          Locale.ROOT, "%s, %s, %.1f GB", name, described(), memoryBytes / (double) (1L << 30));
    }

    /** The model with what else is known: {@code NVIDIA A100 (compute capability 8.0, MIG)}. */
    String described() {
      String more =
          Stream.concat(
                  capability.map(value -> "compute capability " + value).stream(),
                  mig ? Stream.of("MIG") : Stream.of())
              .collect(Collectors.joining(", "));
      return more.isEmpty() ? model : "%s (%s)".formatted(model, more);
    }

    /** Why TensorFlow's natives can't compute on it, as a clause; empty if they can. */
    Optional<String> obstacle() {
      return capability
          .filter(value -> !value.isSupported())
          .map(
              value ->
                  "%s, %s, has compute capability %s, and %s; take another GPU (CUDA_VISIBLE_DEVICES) or the CPU"
                      .formatted(name, model, value, ComputeCapability.supported()));
    }
  }

  /**
   * A device of any kind.
   *
   * @param name TensorFlow's name, such as {@code CPU:0}
   * @param type such as {@code CPU}
   * @param memoryBytes what TensorFlow may use of its memory; of a CPU, TensorFlow says what has no
   *     meaning
   */
  record Listed(String name, String type, long memoryBytes) {}

  /** The GPUs, in TensorFlow's order. */
  static List<Gpu> gpus(GPUOptions options) {
    return gpus(all(options));
  }

  static List<Gpu> gpus(List<Listed> devices) {
    List<Listed> listed = devices.stream().filter(device -> device.type().equals("GPU")).toList();
    return listed.isEmpty() ? List.of() : described(listed, NvidiaSmi.gpus());
  }

  private static List<Gpu> described(List<Listed> listed, List<NvidiaSmi.Gpu> known) {
    List<String> models = nvidiaModels(NVIDIA_DRIVER);
    List<Gpu> gpus = new ArrayList<>();
    for (Listed device : listed) {
      int index = gpus.size();
      if (index < known.size()) {
        NvidiaSmi.Gpu gpu = known.get(index);
        gpus.add(
            new Gpu(
                device.name(),
                device.memoryBytes(),
                gpu.name(),
                Optional.of(gpu.capability()),
                gpu.mig()));
      } else {
        String model = index < models.size() ? models.get(index) : "GPU";
        gpus.add(new Gpu(device.name(), device.memoryBytes(), model, Optional.empty(), false));
      }
    }
    return List.copyOf(gpus);
  }

  /**
   * All devices, in TensorFlow's order.
   *
   * @param gpu those of the sessions to come: the first one's hold for the process
   */
  @SuppressWarnings("try") // The scope frees the pointers that are made inside it.
  static List<Listed> all(GPUOptions gpu) {
    CudaRedist.load(); // Now, or TensorFlow looks for CUDA in vain and never again.
    ConfigProto config = ConfigProto.newBuilder().setGpuOptions(gpu).build();
    List<Listed> devices = new ArrayList<>();
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
      BytePointer bytes = new BytePointer(config.toByteArray());
      tensorflow.TF_SetConfig(options, bytes, bytes.limit(), status);
      status.throwExceptionIfNotOK();
      TF_Graph graph = TF_Graph.newGraph();
      TF_Session session = TF_Session.newSession(graph, options, status);
      status.throwExceptionIfNotOK();
      TF_DeviceList list = tensorflow.TF_SessionListDevices(session, status);
      status.throwExceptionIfNotOK();
      try {
        for (int i = 0; i < tensorflow.TF_DeviceListCount(list); i++) {
          String name = tensorflow.TF_DeviceListName(list, i, status).getString();
          devices.add(
              new Listed(
                  name.substring(name.indexOf(DEVICE) + DEVICE.length()),
                  tensorflow.TF_DeviceListType(list, i, status).getString(),
                  tensorflow.TF_DeviceListMemoryBytes(list, i, status)));
        }
      } finally {
        tensorflow.TF_DeleteDeviceList(list);
      }
    }
    return List.copyOf(devices);
  }

  /**
   * The models of the GPUs, as NVIDIA's driver for Linux lists them ({@code
   * gpus/<bus>/information}, a line {@code Model:}), in bus order; empty where there is no such
   * driver.
   */
  static List<String> nvidiaModels(Path driverDirectory) {
    List<Path> gpus = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(driverDirectory)) {
      entries.forEach(gpus::add);
      gpus.sort(null);
      List<String> models = new ArrayList<>();
      for (Path gpu : gpus) {
        for (String line : Files.readAllLines(gpu.resolve("information"))) {
          if (line.startsWith("Model:")) {
            models.add(line.substring("Model:".length()).strip());
          }
        }
      }
      return models;
    } catch (IOException e) {
      // The names are for people only; without them a GPU is shown by its number.
      return List.of();
    }
  }
}
