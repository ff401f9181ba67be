package org.mnistcnn.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.engine.device.ComputeOptions;
import org.mnistcnn.engine.device.DataPlacement;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.engine.device.Precision;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.train.BatchOrder;
import org.mnistcnn.zoo.MnistCnn;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.tensorflow.types.TUint8;

/** What training and predicting are made of, piece by piece; {@code ci/bench-pieces} runs it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EngineBenchmark {

  private static final int BATCH = 128;

  /** Keras's name of what is computed in. */
  @Param({"FLOAT32", "MIXED_BFLOAT16"})
  public Precision precision = Precision.FLOAT32;

  private Dataset training;
  private Dataset one;
  private Dataset thousand;
  private int[] order;
  private int first;
  private GraphModel resident;
  private GraphModel streamed;

  @Setup
  public void load() throws IOException {
    TrainTestData data = DatasetReader.read(Path.of("data/mnist"));
    training = data.training();
    one = data.test().slice(0, 1);
    thousand = data.test().slice(0, 1000);
    order = new BatchOrder(1).permutation(0, training.count());
    resident = learner(DataPlacement.ON);
    streamed = learner(DataPlacement.OFF);
  }

  private GraphModel learner(DataPlacement dataPlacement) {
    GraphModel learner =
        new GraphModel(
            MnistCnn.network(training.imageShape(), training.classNames().size()),
            new Compilation(new Optimizer.Adam(MnistCnn.LEARNING_RATE)),
            1,
            Device.choose(Device.Choice.CPU)
                .with(ComputeOptions.in(precision).withDataPlacement(dataPlacement)));
    learner.trainOn(training);
    return learner;
  }

  @TearDown
  public void close() {
    resident.close();
    streamed.close();
  }

  private int[] batch() {
    first = (first + BATCH) % (order.length - BATCH);
    return Arrays.copyOfRange(order, first, first + BATCH);
  }

  /** 128 images out of the program's memory into a tensor. */
  @Benchmark
  public long gatherBatch() {
    try (TUint8 images = Tensors.images(training, batch())) {
      return images.numBytes();
    }
  }

  /** A step on 128 images that lie on the device. */
  @Benchmark
  public void step() {
    resident.step(batch());
  }

  /** A step that is fed its 128 images, which are gathered before it. */
  @Benchmark
  public void streamedStep() {
    streamed.step(batch());
  }

  @Benchmark
  public Predictions predictOne() {
    return resident.predict(one);
  }

  @Benchmark
  public Predictions predictThousand() {
    return resident.predict(thousand);
  }
}
