package org.mnistcnn.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.mnistcnn.common.Json;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.engine.device.ComputeOptions;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.engine.device.Precision;
import org.mnistcnn.engine.device.TensorFloat32;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.zoo.Architecture;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;

/**
 * What {@code ci/gpu-kit} asks of the engine on a machine with a GPU: a program of its own, since
 * there are no test frameworks there. Prints a line of JSON for each answer.
 *
 * <ul>
 *   <li>{@code parity DATA STEPS}: trains beside the CPU, with TensorFloat-32 and without
 *   <li>{@code speed DATA DEVICE ARCHITECTURE,PRECISION,XLA,BATCH,STEPS...}: times steps, counts
 *       what they are fed, and asks TensorFlow's trace how long the GPU is at work in one
 * </ul>
 */
public final class GpuProof {

  private static final int CHUNKS = 5;
  private static final int LONGEST = 10;

  private GpuProof() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    Dataset training = DatasetReader.read(Path.of(args[1])).training();
    switch (args[0]) {
      case "parity" -> parity(training, Integer.parseInt(args[2]));
      case "speed" -> {
        for (String wanted : List.of(args).subList(3, args.length)) {
          print(speed(training, Device.Choice.of(args[2]), wanted.split(",", -1)));
        }
      }
      default -> throw new IllegalArgumentException("parity or speed is wanted, got " + args[0]);
    }
  }

  private static void print(Map<String, Object> answer) {
    System.out.println(Json.line(answer));
  }

  private static Model network(Architecture architecture, Dataset data) {
    return architecture.network(data.imageShape(), data.classNames().size());
  }

  private static GraphModel learner(
      Model network, Optimizer optimizer, Dataset data, Device device) {
    GraphModel learner = new GraphModel(network, new Compilation(optimizer), 1, device);
    learner.trainOn(data);
    learner.resetMeasures();
    return learner;
  }

  /**
   * The weights after so many steps on batches of 128, and the mean loss of the steps. Without
   * Adam: where a gradient is next to nothing, that moves a weight by the sign of its rounding.
   */
  private record Trained(Map<String, float[]> weights, double loss) {

    static Trained on(Device device, Dataset data, int steps) {
      try (GraphModel learner =
          learner(network(Architecture.CNN, data), new Optimizer.SGD(0.01), data, device)) {
        for (int step = 0; step < steps; step++) {
          learner.step(batch(step, 128, data));
        }
        return new Trained(learner.weights(), learner.measures().getOrDefault("loss", Double.NaN));
      }
    }

    /** The distance of each weight tensor from the other's, relative to its norm. */
    Map<String, Double> distances(Trained other) {
      Map<String, Double> distances = new LinkedHashMap<>();
      for (String name : weights.keySet()) {
        float[] mine = weights.get(name);
        float[] others = Objects.requireNonNull(other.weights.get(name));
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < mine.length; i++) {
          difference += Math.pow((double) mine[i] - others[i], 2);
          norm += Math.pow(others[i], 2);
        }
        distances.put(name, Math.sqrt(difference / norm));
      }
      return distances;
    }
  }

  private static int[] batch(int step, int size, Dataset data) {
    return IntStream.range(0, size).map(i -> (step * size + i) % data.count()).toArray();
  }

  private static void parity(Dataset data, int steps) {
    Device.choose(Device.Choice.GPU); // First: TensorFlow looks for CUDA only once.
    Trained cpu = Trained.on(Device.choose(Device.Choice.CPU), data, steps);
    for (TensorFloat32 tf32 : List.of(TensorFloat32.OFF, TensorFloat32.ON)) {
      Device gpu = Device.choose(Device.Choice.of("gpu"), ComputeOptions.DEFAULT.withTf32(tf32));
      Trained trained = Trained.on(gpu, data, steps);
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("tf32", tf32.toString());
      answer.put("steps", steps);
      answer.put("weights_distances", trained.distances(cpu));
      answer.put("loss_cpu", cpu.loss());
      answer.put("loss_gpu", trained.loss());
      print(answer);
    }
  }

  private static Map<String, Object> speed(Dataset data, Device.Choice choice, String[] wanted) {
    Architecture architecture = Objects.requireNonNull(Architecture.byName().get(wanted[0]));
    Precision precision = Precision.valueOf(wanted[1].toUpperCase(Locale.ROOT));
    boolean xla = wanted[2].equals("xla");
    int size = Integer.parseInt(wanted[3]);
    int steps = Integer.parseInt(wanted[4]);
    Device device = Device.choose(choice, ComputeOptions.in(precision).withXla(xla));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("architecture", architecture.toString());
    answer.put("precision", precision.toString());
    answer.put("xla", xla);
    answer.put("batch", size);
    long start = System.nanoTime();
    try (GraphModel learner =
        learner(network(architecture, data), new Optimizer.Adam(1e-3), data, device)) {
      learner.step(batch(0, size, data));
      learner.measures();
      answer.put("first_step_seconds", (System.nanoTime() - start) / 1e9);
      run(learner, data, size, 1, steps);
      List<Double> seconds = new ArrayList<>();
      GraphSession.Traffic before = learner.traffic();
      for (int chunk = 0; chunk < CHUNKS; chunk++) {
        seconds.add(run(learner, data, size, 1 + (chunk + 1) * steps, steps));
      }
      GraphSession.Traffic traffic = learner.traffic().since(before);
      double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      double step = sorted[CHUNKS / 2] / steps;
      answer.put("images_per_second", size / step);
      answer.put("images_per_second_slowest", size * steps / sorted[CHUNKS - 1]);
      answer.put("images_per_second_fastest", size * steps / sorted[0]);
      answer.put("step_microseconds", step * 1e6);
      answer.put("bytes_fed_per_step", traffic.fedBytes() / (double) (CHUNKS * steps));
      answer.put("tensors_fetched", traffic.fetches());
      answer.putAll(work(learner.trace(batch(0, size, data)), step * 1e6));
    }
    return answer;
  }

  /** Does steps and waits until they are done; in seconds. */
  private static double run(GraphModel learner, Dataset data, int size, int from, int steps) {
    long start = System.nanoTime();
    for (int step = from; step < from + steps; step++) {
      learner.step(batch(step, size, data));
    }
    learner.measures();
    return (System.nanoTime() - start) / 1e9;
  }

  /** How long the GPU is at work in a step, by the kernels of the trace, and which ones. */
  private static Map<String, Object> work(RunMetadata trace, double stepMicroseconds) {
    List<long[]> spans = new ArrayList<>();
    Map<String, Integer> devices = new TreeMap<>();
    Map<String, long[]> kernels = new TreeMap<>();
    for (DeviceStepStats stats : trace.getStepStats().getDevStatsList()) {
      devices.put(stats.getDevice(), stats.getNodeStatsCount());
      if (stats.getDevice().contains("stream:all")) {
        for (NodeExecStats node : stats.getNodeStatsList()) {
          long start = node.getAllStartMicros();
          spans.add(new long[] {start, start + node.getOpEndRelMicros()});
          long[] sums = kernels.computeIfAbsent(node.getNodeName(), name -> new long[2]);
          sums[0]++;
          sums[1] += node.getOpEndRelMicros();
        }
      }
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("traced_nodes", devices);
    answer.put("ops_on_the_cpu", opsOnTheCpu(trace));
    if (!spans.isEmpty()) {
      long busy = union(spans);
      answer.put("kernels_per_step", spans.size());
      answer.put("gpu_busy_microseconds", busy);
      answer.put("gpu_waits_share", Math.max(0, 1 - busy / stepMicroseconds));
      answer.put(
          "longest_kernels",
          kernels.entrySet().stream()
              .sorted((one, other) -> Long.compare(other.getValue()[1], one.getValue()[1]))
              .limit(LONGEST)
              .map(e -> "%s x%d %d us".formatted(e.getKey(), e.getValue()[0], e.getValue()[1]))
              .toList());
    }
    return answer;
  }

  /** The types of ops that TensorFlow put on the CPU, where there is a GPU. */
  private static List<String> opsOnTheCpu(RunMetadata trace) {
    Map<String, Integer> types = new TreeMap<>();
    boolean gpu = false;
    for (GraphDef part : trace.getPartitionGraphsList()) {
      for (NodeDef node : part.getNodeList()) {
        gpu |= node.getDevice().contains("GPU:");
        if (node.getDevice().contains("CPU:") && !node.getOp().equals("Const")) {
          types.merge(node.getOp(), 1, Integer::sum);
        }
      }
    }
    return gpu
        ? types.entrySet().stream().map(e -> e.getKey() + " x" + e.getValue()).toList()
        : List.of();
  }

  private static long union(List<long[]> spans) {
    long[][] sorted = spans.toArray(long[][]::new);
    Arrays.sort(sorted, (a, b) -> Long.compare(a[0], b[0]));
    long total = 0;
    long end = Long.MIN_VALUE;
    for (long[] span : sorted) {
      total += Math.max(0, span[1] - Math.max(span[0], end));
      end = Math.max(end, span[1]);
    }
    return total;
  }
}
