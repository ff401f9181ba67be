package org.mnistcnn.engine.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mnistcnn.common.SettingText;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.OptimizerOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * Where a session runs, and how.
 *
 * @param kind CPU or GPU
 * @param names TensorFlow's names of the devices that share each batch, such as {@code GPU:1};
 *     empty for the only or first one of its kind
 * @param description one line for people: what it is and why it was taken
 * @param spareBytes how much of its memory a training set may take
 * @param computeOptions how it computes
 */
public record Device(
    Kind kind,
    List<String> names,
    String description,
    long spareBytes,
    ComputeOptions computeOptions) {

  public Device {
    names = List.copyOf(names);
  }

  public enum Kind {
    CPU,
    GPU
  }

  /**
   * What a user asks for.
   *
   * @param kinds the acceptable kinds, the preferred one first
   * @param indices which ones of the kind; empty to leave it to TensorFlow
   */
  public record Choice(List<Kind> kinds, List<Integer> indices) {

    /** A GPU if TensorFlow sees one, else the CPU. */
    public static final Choice AUTO = new Choice(List.of(Kind.GPU, Kind.CPU), List.of());

    /** The CPU, even where there is a GPU. */
    public static final Choice CPU = new Choice(List.of(Kind.CPU), List.of());

    /** A GPU or nothing. */
    public static final Choice GPU = new Choice(List.of(Kind.GPU), List.of());

    private static final Pattern NUMBERED = Pattern.compile("(cpu|gpu):(\\d{1,3})");

    public Choice {
      kinds = List.copyOf(kinds);
      indices = List.copyOf(indices);
    }

    /**
     * What a name on the command line asks for: {@code auto}, {@code cpu}, {@code gpu}, {@code
     * gpu:1}, or several that share each batch: {@code gpu:0,gpu:1}. The CPU can be cut into
     * devices as well, {@code cpu:0,cpu:1}, which is of use to try what several devices do.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static Choice of(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "auto" -> AUTO;
        case "cpu" -> CPU;
        case "gpu" -> GPU;
        default -> numbered(name);
      };
    }

    private static Choice numbered(String name) {
      List<Kind> kinds = new ArrayList<>();
      List<Integer> indices = new ArrayList<>();
      for (String part : name.toLowerCase(Locale.ROOT).split(",", -1)) {
        Matcher matcher = NUMBERED.matcher(part);
        if (!matcher.matches()) {
          throw unknown(name);
        }
        kinds.add(Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)));
        indices.add(Integer.parseInt(matcher.group(2)));
      }
      if (kinds.stream().distinct().count() > 1
          || indices.stream().distinct().count() < indices.size()) {
        throw unknown(name);
      }
      return new Choice(kinds.subList(0, 1), indices);
    }

    @Override
    public String toString() {
      if (kinds.size() > 1) {
        return "auto";
      }
      String kind = kinds.get(0).name().toLowerCase(Locale.ROOT);
      return indices.isEmpty()
          ? kind
          : String.join(",", indices.stream().map(index -> kind + ":" + index).toList());
    }

    private static IllegalArgumentException unknown(String name) {
      return new IllegalArgumentException(
          "device must be auto, cpu, gpu, a GPU such as gpu:1, or different GPUs such as gpu:0,gpu:1,"
              + " got '%s'".formatted(name));
    }
  }

  /** Takes a device, in float32; see {@link #choose(Choice, ComputeOptions)}. */
  public static Device choose(Choice choice) {
    return choose(choice, ComputeOptions.DEFAULT);
  }

  /**
   * Takes a device.
   *
   * @throws DeviceNotFoundException if a GPU is asked for and TensorFlow does not see it or has no
   *     code for it, or if the device can't compute that way; the message says what is missing
   */
  public static Device choose(Choice choice, ComputeOptions options) {
    if (choice.kinds().get(0) == Kind.CPU) {
      Device cpu = choice.indices().isEmpty() ? cpu("as asked") : virtualCpus(choice.indices());
      return cpu.with(options);
    }
    List<PhysicalDevices.Gpu> gpus = PhysicalDevices.gpus(gpuOptions(options, choice.indices()));
    Optional<String> obstacle =
        gpus.isEmpty() ? Optional.of(CudaDiagnosis.whyNoGpu()) : obstacle(gpus, choice.indices());
    if (obstacle.isEmpty()) {
      return gpus(gpus, choice.indices()).with(options);
    }
    String reason = "no GPU can be used: " + obstacle.get();
    if (!choice.kinds().contains(Kind.CPU)) {
      throw new DeviceNotFoundException(reason);
    }
    return cpu(reason).with(options);
  }

  private static Optional<String> obstacle(List<PhysicalDevices.Gpu> gpus, List<Integer> indices) {
    return taken(gpus, indices).stream().flatMap(gpu -> gpu.obstacle().stream()).findFirst();
  }

  private static List<PhysicalDevices.Gpu> taken(
      List<PhysicalDevices.Gpu> gpus, List<Integer> indices) {
    List<PhysicalDevices.Gpu> taken = new ArrayList<>();
    for (int index : indices.isEmpty() ? List.of(0) : indices) {
      if (index >= gpus.size()) {
        throw new DeviceNotFoundException(
            "there is no GPU:%d; TensorFlow sees %s"
                .formatted(index, gpus.stream().map(PhysicalDevices.Gpu::name).toList()));
      }
      taken.add(gpus.get(index));
    }
    return taken;
  }

  /** Those of {@code gpus} with these indices, or the first if there are no indices. */
  static Device gpus(List<PhysicalDevices.Gpu> gpus, List<Integer> indices) {
    List<PhysicalDevices.Gpu> taken = taken(gpus, indices);
    return new Device(
        Kind.GPU,
        indices.isEmpty() ? List.of() : taken.stream().map(PhysicalDevices.Gpu::name).toList(),
        String.join("; ", taken.stream().map(PhysicalDevices.Gpu::description).toList()),
        // Half of what the smallest has: weights, activations and workspaces want the rest.
        taken.stream().mapToLong(PhysicalDevices.Gpu::memoryBytes).min().orElse(0) / 2,
        ComputeOptions.DEFAULT);
  }

  private static Device cpu(String reason) {
    return new Device(
        Kind.CPU,
        List.of(),
        "CPU, %d threads (%s)".formatted(Runtime.getRuntime().availableProcessors(), reason),
        spareOfCpu(),
        ComputeOptions.DEFAULT);
  }

  private static Device virtualCpus(List<Integer> indices) {
    return new Device(
        Kind.CPU,
        indices.stream().map(index -> "CPU:" + index).toList(),
        "CPU, cut into %d devices (as asked)".formatted(indices.size()),
        spareOfCpu(),
        ComputeOptions.DEFAULT);
  }

  /** A quarter of the heap's limit, which is a share of the machine's memory: a second copy. */
  private static long spareOfCpu() {
    return Runtime.getRuntime().maxMemory() / 4;
  }

  /**
   * The same device, computing another way.
   *
   * @throws DeviceNotFoundException if it can't; the message says what it can
   */
  public Device with(ComputeOptions other) {
    if (other.precision() == Precision.MIXED_BFLOAT16) {
      requireBfloat16();
    }
    if (other.precision() == Precision.MIXED_FLOAT16 && kind == Kind.CPU) {
      throw new DeviceNotFoundException(
          SettingText.of(
              "mixed_float16 is for GPUs; on a CPU take {precision} mixed_bfloat16 or float32"));
    }
    if (other.deterministic() && kind == Kind.GPU) {
      StartFlags.setDeterministicOps(true);
    }
    if (kind == Kind.GPU) {
      StartFlags.setTensorFloat32(other.tf32());
    }
    if (other.xla() && kind == Kind.CPU) {
      StartFlags.allowXlaOnCpus();
    }
    return new Device(kind, names, description, spareBytes, other);
  }

  private void requireBfloat16() {
    if (kind == Kind.GPU) {
      throw new DeviceNotFoundException(
          SettingText.of(
              "mixed_bfloat16 is for CPUs; on a GPU take {precision} mixed_float16 or float32"));
    }
    if (!Processor.ofThisMachine().hasBfloat16()) {
      throw new DeviceNotFoundException(
          SettingText.of(
              "this CPU does not compute in bfloat16 (no avx512_bf16 or amx_bf16 among its flags);"
                  + " take {precision} float32"));
    }
  }

  /**
   * The settings of a session on this device. GPU memory grows as it is needed instead of being
   * taken whole. The session has threads of its own between ops, and, where the process was started
   * with TF_OVERRIDE_GLOBAL_THREADPOOL=1, within ops; otherwise there the numbers of the first
   * session of a process hold for all.
   */
  public ConfigProto config() {
    return config(0, 0);
  }

  /**
   * The same with numbers of threads.
   *
   * @param threadsWithinOp how many share the work of one op; 0 for the device's own number
   * @param threadsBetweenOps how many ops run at once; 0 for the device's own number
   */
  public ConfigProto config(int threadsWithinOp, int threadsBetweenOps) {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setAllowSoftPlacement(true)
            .setUsePerSessionThreads(true)
            .setIntraOpParallelismThreads(
                threadsWithinOp > 0 ? threadsWithinOp : computeOptions.threads())
            .setInterOpParallelismThreads(
                threadsBetweenOps > 0 ? threadsBetweenOps : computeOptions.threads())
            .setGpuOptions(gpuOptions(computeOptions, names.stream().map(Device::index).toList()));
    if (kind == Kind.CPU) {
      config.putDeviceCount("GPU", 0);
      if (!names.isEmpty()) {
        config.putDeviceCount("CPU", 1 + names.stream().mapToInt(Device::index).max().orElse(0));
      }
    }
    RewriterConfig.Builder rewriters = config.getGraphOptionsBuilder().getRewriteOptionsBuilder();
    if (computeOptions.precision() == Precision.MIXED_BFLOAT16) {
      rewriters.setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON);
    }
    if (computeOptions.precision() == Precision.MIXED_FLOAT16) {
      rewriters.setAutoMixedPrecision(RewriterConfig.Toggle.ON);
    }
    if (computeOptions.xla()) {
      config
          .getGraphOptionsBuilder()
          .getOptimizerOptionsBuilder()
          .setGlobalJitLevel(OptimizerOptions.GlobalJitLevel.ON_1);
    }
    return config.build();
  }

  /**
   * Memory grows as it is needed instead of being taken whole.
   *
   * @param indices of the GPUs that are used; empty for the first
   */
  private static GPUOptions gpuOptions(ComputeOptions options, List<Integer> indices) {
    GPUOptions.Builder gpu = GPUOptions.newBuilder().setAllowGrowth(true);
    options
        .gpuMemory()
        .ifPresent(
            size -> {
              // A limit is that of a part of a GPU, here the only one: for each up to the last.
              int last = indices.stream().mapToInt(Integer::intValue).max().orElse(0);
              for (int i = 0; i <= last; i++) {
                gpu.getExperimentalBuilder()
                    .addVirtualDevicesBuilder()
                    .addMemoryLimitMb(size.mebibytes());
              }
            });
    return gpu.build();
  }

  private static int index(String name) {
    return Integer.parseInt(name.substring(name.indexOf(':') + 1));
  }
}
