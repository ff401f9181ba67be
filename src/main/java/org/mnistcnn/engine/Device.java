package org.mnistcnn.engine;

import java.util.List;
import java.util.Locale;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * Where a session runs.
 *
 * @param kind CPU or GPU
 * @param description one line for people: what it is and why it was taken
 * @param precision the numbers it computes in
 */
public record Device(Kind kind, String description, Precision precision) {

  /** A device that computes in float32. */
  Device(Kind kind, String description) {
    this(kind, description, Precision.FLOAT32);
  }

  /** The kinds of device that a session can be made for. */
  public enum Kind {
    CPU,
    GPU
  }

  /** What a user asks for. */
  public enum Choice {
    /** A GPU if TensorFlow sees one, else the CPU. */
    AUTO,
    /** The CPU, even where there is a GPU. */
    CPU,
    /** A GPU or nothing. */
    GPU;

    /** The name on the command line, such as {@code auto}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Takes a device.
   *
   * @throws DeviceNotFoundException if a GPU is asked for and TensorFlow sees none; the message
   *     names what is missing
   */
  public static Device choose(Choice choice) {
    if (choice == Choice.CPU) {
      return cpu("as asked");
    }
    List<PhysicalDevices.Gpu> gpus = PhysicalDevices.gpus();
    if (!gpus.isEmpty()) {
      return new Device(Kind.GPU, gpus.get(0).description());
    }
    String missing = CudaDiagnosis.whyNoGpu();
    if (choice == Choice.GPU) {
      throw new DeviceNotFoundException("no GPU can be used: " + missing);
    }
    return cpu("no GPU can be used: " + missing);
  }

  /**
   * The same device, computing in other numbers.
   *
   * @throws DeviceNotFoundException if it can't; the message says what it can
   */
  public Device with(Precision other) {
    if (other == Precision.MIXED_BFLOAT16) {
      if (kind == Kind.GPU) {
        throw new DeviceNotFoundException(
            "mixed_bfloat16 is for CPUs; on a GPU take --precision float32");
      }
      if (!Processor.ofThisMachine().hasBfloat16()) {
        throw new DeviceNotFoundException(
            "this CPU does not compute in bfloat16 (no avx512_bf16 or amx_bf16 among its flags);"
                + " take --precision float32");
      }
    }
    return new Device(kind, description, other);
  }

  private static Device cpu(String reason) {
    return new Device(
        Kind.CPU,
        "CPU, %d threads (%s)".formatted(Runtime.getRuntime().availableProcessors(), reason));
  }

  /**
   * The settings of a session on this device. GPU memory grows as it is needed instead of being
   * taken whole.
   */
  public ConfigProto config() {
    return config(0, 0);
  }

  /** The same with numbers of threads. */
  ConfigProto config(Spread spread) {
    return config(spread.threadsWithinOp(), spread.threadsBetweenOps());
  }

  private ConfigProto config(int threadsWithinOp, int threadsBetweenOps) {
    ConfigProto.Builder config = ConfigProto.newBuilder().setAllowSoftPlacement(true);
    config.setIntraOpParallelismThreads(threadsWithinOp);
    config.setInterOpParallelismThreads(threadsBetweenOps);
    config.setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
    if (kind == Kind.CPU) {
      config.putDeviceCount("GPU", 0);
    }
    if (precision == Precision.MIXED_BFLOAT16) {
      config
          .getGraphOptionsBuilder()
          .getRewriteOptionsBuilder()
          .setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON);
    }
    return config.build();
  }
}
