package org.mnistcnn.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.engine.device.Device;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * Runs the steps of a training graph on a training set, which lies on the devices or is streamed to
 * them.
 */
final class Stepper implements AutoCloseable {

  private final GraphSession session;
  private final TrainingGraph graph;
  private final Device device;
  private final boolean words;
  private Optional<BatchStream> stream = Optional.empty();

  /**
   * @param words see {@link DeviceData#build}
   */
  Stepper(GraphSession session, TrainingGraph graph, Device device, boolean words) {
    this.words = words;
    this.session = session;
    this.graph = graph;
    this.device = device;
  }

  void trainOn(Dataset data) {
    stream.ifPresent(BatchStream::close);
    if (device.computeOptions().dataPlacement().isResident(data, device.spareBytes())) {
      stream = Optional.empty();
      load(data);
    } else {
      stream = Optional.of(new BatchStream(data, words));
    }
  }

  private void load(Dataset data) {
    try (TType images = words ? Tensors.words(data) : Tensors.images(data);
        TInt64 labels = Tensors.labels(data)) {
      for (DeviceData place : graph.data()) {
        session
            .call()
            .feed(place.newImages(), images)
            .feed(place.newLabels(), labels)
            .target(place.load())
            .execute();
      }
    }
  }

  void expect(List<int[]> batches) {
    stream.ifPresent(images -> images.expect(batches));
  }

  /**
   * Does one step.
   *
   * @param samples indices into the training set
   * @param steps how many were done before
   */
  void step(int[] samples, long steps, double rate) {
    step(
        samples,
        steps,
        rate,
        call -> {
          call.execute();
          return steps;
        });
  }

  /** The same, with what TensorFlow tells of it. */
  RunMetadata trace(int[] samples, long steps, double rate) {
    return step(samples, steps, rate, GraphSession.Call::trace);
  }

  private <R> R step(
      int[] samples, long steps, double rate, Function<GraphSession.Call, R> execution) {
    try (TInt64 number = TInt64.scalarOf(steps);
        TFloat32 learningRate = TFloat32.scalarOf((float) rate)) {
      GraphSession.Call call =
          session
              .call()
              .feed(graph.number(), number)
              .feed(graph.learningRate(), learningRate)
              .target(graph.step());
      if (stream.isPresent()) {
        return stream(call, stream.get(), samples, execution);
      }
      return execute(call, samples, execution);
    }
  }

  /** Feeds the batch in the place of the training set. */
  private <R> R stream(
      GraphSession.Call call,
      BatchStream images,
      int[] samples,
      Function<GraphSession.Call, R> execution) {
    try (BatchStream.Batch batch = images.next(samples)) {
      for (DeviceData place : graph.data()) {
        call.feed(place.images(), batch.images()).feed(place.labels(), batch.labels());
      }
      return execute(call, IntStream.range(0, samples.length).toArray(), execution);
    }
  }

  private <R> R execute(
      GraphSession.Call call, int[] samples, Function<GraphSession.Call, R> execution) {
    try (TInt32 batch = TInt32.vectorOf(samples)) {
      return execution.apply(call.feed(graph.samples(), batch));
    }
  }

  @Override
  public void close() {
    stream.ifPresent(BatchStream::close);
  }
}
