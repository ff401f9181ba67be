package org.mnistcnn.engine;

import java.util.List;
import java.util.Set;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.nn.Model;
import org.tensorflow.proto.ConfigProto;

/**
 * How a model's training and its runs are spread over a machine.
 *
 * @param towers into how many parts a batch is cut
 * @param devices TensorFlow's names of the devices, one for each tower; empty to leave it to
 *     TensorFlow, which takes a GPU where it may and the CPU otherwise
 * @param threadsWithinOp how many threads share the work of one op; 0 for all
 * @param threadsBetweenOps how many ops run at once; 0 for one per thread
 * @param runs how many runs of the inference graph are worth starting at once
 * @param words whether the training set lies on the device in words, see {@link DeviceData#build}
 */
record Parallelism(
    int towers,
    List<String> devices,
    int threadsWithinOp,
    int threadsBetweenOps,
    int runs,
    boolean words) {

  /** On CPUs. */
  Parallelism(
      int towers, List<String> devices, int threadsWithinOp, int threadsBetweenOps, int runs) {
    this(towers, devices, threadsWithinOp, threadsBetweenOps, runs, false);
  }

  /**
   * Up to how many threads a batch is cut into a part for each. Two were measured; with many, the
   * parts become small, and adding up their gradients costs.
   */
  private static final int MOST_TOWERS = 4;

  /** A sample that costs fewer multiplications is no work to share. */
  private static final long LIGHT = 100_000;

  /**
   * Takes what suits a model.
   *
   * <p>On a CPU, a thread for each part of the batch beats many threads for each op: nobody waits
   * for others at the end of every op.
   *
   * @param threads how many the CPU has
   */
  static Parallelism of(Model model, Device device, int threads) {
    if (!device.names().isEmpty() || device.kind() == Device.Kind.GPU) {
      return new Parallelism(
          Math.max(1, device.names().size()),
          device.names(),
          0,
          0,
          1,
          device.kind() == Device.Kind.GPU);
    }
    if (model.multiplications() < LIGHT) {
      return new Parallelism(1, List.of(), 1, 1, threads);
    }
    return threads > MOST_TOWERS || model.mixesSamples()
        ? new Parallelism(1, List.of(), 0, 0, 1)
        : new Parallelism(threads, List.of(), 1, threads, threads);
  }

  /**
   * Where the ops of a training graph go on {@code device}.
   *
   * @param fed the names of the placeholders of a step's scalars and indices
   */
  Placement placement(Device device, Set<String> fed) {
    boolean tensorFlows = devices.isEmpty() && device.kind() == Device.Kind.CPU;
    return tensorFlows ? Placement.NONE : new Placement(devices, fed);
  }

  /** The settings of a session on {@code device}, with these numbers of threads. */
  ConfigProto config(Device device) {
    return device.config(threadsWithinOp, threadsBetweenOps);
  }
}
