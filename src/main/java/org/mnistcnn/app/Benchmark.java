package org.mnistcnn.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.Split;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.MatrixProductRate;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.augment.Augmentations;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.train.Callback;
import org.mnistcnn.train.FitOptions;
import org.mnistcnn.train.RunView;
import org.mnistcnn.train.Trainer;
import org.mnistcnn.zoo.MnistCnn;

/** Times the network's training and evaluation on one device. */
public final class Benchmark {

  private static final int EVALUATIONS = 5;
  private static final int ONE_LAYER_BATCH = 32;
  private static final int ONE_LAYER_EPOCHS = 3;

  private final Split split;
  private final Dataset test;
  private final Augmentations augmentations;
  private final Device device;

  public Benchmark(Split split, Dataset test, Augmentations augmentations, Device device) {
    this.split = split;
    this.test = test;
    this.augmentations = augmentations;
    this.device = device;
  }

  /**
   * What was measured. {@code ci/bench} reads it by these names.
   *
   * @param device for people
   * @param precision Keras's name
   * @param firstStepMillis when the first step was done, in milliseconds since 1970
   * @param trainingImagesPerSecond of each epoch but the first, without validation
   * @param cpuSecondsPerEpoch of each epoch but the first, without validation
   * @param evaluationImagesPerSecond of each evaluation of the test set but the first
   * @param peakBytes the most memory that the process had before the last two measures were taken;
   *     0 where the system does not tell
   * @param oneLayerStepsPerSecond of each epoch of a one-layer model but the first
   * @param matrixProductFlops floating-point operations per second in large matrix products
   * @param trainingFlopsPerImage what an image costs
   */
  public record Measured(
      String device,
      String precision,
      @JsonProperty("first_step_millis") long firstStepMillis,
      @JsonProperty("training_images_per_second") List<Double> trainingImagesPerSecond,
      @JsonProperty("cpu_seconds_per_epoch") List<Double> cpuSecondsPerEpoch,
      @JsonProperty("evaluation_images_per_second") List<Double> evaluationImagesPerSecond,
      @JsonProperty("peak_bytes") long peakBytes,
      @JsonProperty("one_layer_steps_per_second") List<Double> oneLayerStepsPerSecond,
      @JsonProperty("matrix_product_flops") double matrixProductFlops,
      @JsonProperty("training_flops_per_image") long trainingFlopsPerImage) {

    /** The share of the machine's rate of matrix products that training reaches. */
    public double shareOfMatrixProducts() {
      return median(trainingImagesPerSecond) * trainingFlopsPerImage / matrixProductFlops;
    }
  }

  /** Trains for so many epochs, of which the first does not count, and does the rest. */
  public Measured run(int epochs) throws IOException {
    ImageShape image = split.training().imageShape();
    int classes = split.training().classNames().size();
    Model network = MnistCnn.network(image, classes);
    Clock training = new Clock(split.training().count());
    List<Double> evaluations = new ArrayList<>();
    try (GraphModel learner = learner(network)) {
      fit(learner, training, epochs, MnistCnn.PLAN.batchSize());
      for (int i = 0; i <= EVALUATIONS; i++) {
        long start = System.nanoTime();
        learner.evaluate(test);
        evaluations.add(test.count() * 1e9 / (System.nanoTime() - start));
      }
    }
    long peak = peakBytes();
    Clock oneLayer = new Clock(split.training().count());
    try (GraphModel learner = learner(MnistCnn.oneLayer(image, classes))) {
      fit(learner, oneLayer, ONE_LAYER_EPOCHS, ONE_LAYER_BATCH);
    }
    return new Measured(
        device.description(),
        device.computeOptions().precision().toString(),
        training.firstStep,
        withoutFirst(training.samplesPerSecond),
        withoutFirst(training.cpuSeconds),
        withoutFirst(evaluations),
        peak,
        withoutFirst(oneLayer.samplesPerSecond).stream()
            .map(samples -> samples / ONE_LAYER_BATCH)
            .toList(),
        MatrixProductRate.measure(device.computeOptions().precision()),
        network.trainingFlops());
  }

  private GraphModel learner(Model model) {
    return new GraphModel(
        model,
        new Compilation(new Optimizer.Adam(MnistCnn.LEARNING_RATE)),
        augmentations,
        MnistCnn.PLAN.seed(),
        device);
  }

  private void fit(GraphModel learner, Clock clock, int epochs, int batch) {
    FitOptions plan = new FitOptions(epochs, batch, MnistCnn.PLAN.seed());
    new Trainer(plan, List.of(clock)).fit(learner, Split.last(split.training(), 0));
  }

  private static List<Double> withoutFirst(List<Double> values) {
    return List.copyOf(values.subList(1, values.size()));
  }

  public static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** Linux's high-water mark of resident memory. */
  private static long peakBytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElse(0);
  }

  /** Times the steps of each epoch, without validation. */
  private static final class Clock implements Callback {
    private final int samples;
    private final List<Double> samplesPerSecond = new ArrayList<>();
    private final List<Double> cpuSeconds = new ArrayList<>();
    private long firstStep;
    private long start;
    private double cpuStart;

    Clock(int samples) {
      this.samples = samples;
    }

    @Override
    public void onEpochBegin(int epoch, int seen) {
      cpuStart = cpu();
      start = System.nanoTime();
    }

    @Override
    public void onTrainBatchEnd(
        int seen, Supplier<Map<String, Double>> measures, RunView training) {
      if (firstStep == 0) {
        firstStep = System.currentTimeMillis();
      }
    }

    @Override
    public void onTrainStepsEnd() {
      samplesPerSecond.add(samples * 1e9 / (System.nanoTime() - start));
      cpuSeconds.add(cpu() - cpuStart);
    }

    private static double cpu() {
      return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis()
          / 1e3;
    }
  }
}
