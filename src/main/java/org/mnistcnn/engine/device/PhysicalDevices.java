package org.mnistcnn.engine.device;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
   */
  record Gpu(String name, long memoryBytes, String model) {
    String description() {
      return String.format(
          Locale.ROOT, "%s, %s, %.1f GB", name, model, memoryBytes / (double) (1L << 30));
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
  static List<Gpu> gpus() {
    return gpus(all());
  }

  /** The GPUs among devices. */
  static List<Gpu> gpus(List<Listed> devices) {
    List<String> models = nvidiaModels(NVIDIA_DRIVER);
    List<Gpu> gpus = new ArrayList<>();
    for (Listed device : devices) {
      if (device.type().equals("GPU")) {
        String model = gpus.size() < models.size() ? models.get(gpus.size()) : "GPU";
        gpus.add(new Gpu(device.name(), device.memoryBytes(), model));
      }
    }
    return List.copyOf(gpus);
  }

  /** All devices, in TensorFlow's order. */
  @SuppressWarnings("try") // The scope frees the pointers that are made inside it.
  static List<Listed> all() {
    CudaRedist.load(); // Now, or TensorFlow looks for CUDA in vain and never again.
    // Without memory growth the question itself would take the whole memory of every GPU.
    ConfigProto config =
        ConfigProto.newBuilder()
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
            .build();
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
