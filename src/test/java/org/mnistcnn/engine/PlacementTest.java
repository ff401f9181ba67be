package org.mnistcnn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.engine.device.ComputeOptions;
import org.mnistcnn.engine.device.DataPlacement;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.augment.Augmentations;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.Flatten;
import org.mnistcnn.nn.layers.Rescaling;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.RunMetadata;

/**
 * Devices that share a batch, tried on a CPU that is cut into several; the graph that runs is read.
 */
class PlacementTest {

  private static Device devices(String names) {
    return Device.choose(Device.Choice.of(names));
  }

  private static GraphModel learner(Device device) {
    GraphModel learner =
        new GraphModel(TowerTest.MODEL, new Compilation(new Optimizer.Adam(0.01)), 1, device);
    learner.trainOn(TowerTest.DATA);
    learner.resetMeasures();
    return learner;
  }

  /** What ran in a step, by the device it ran on. */
  private static Map<String, List<NodeDef>> placement(GraphModel learner) {
    RunMetadata ran = learner.trace(IntStream.range(0, 16).toArray());
    List<NodeDef> nodes = new ArrayList<>();
    for (GraphDef part : ran.getPartitionGraphsList()) {
      nodes.addAll(part.getNodeList());
    }
    return nodes.stream()
        .collect(
            Collectors.groupingBy(
                node -> node.getDevice().substring(node.getDevice().indexOf("device:") + 7)));
  }

  private static Set<String> types(Map<String, List<NodeDef>> placement, String device) {
    return placement.getOrDefault(device, List.of()).stream()
        .map(NodeDef::getOp)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void eachDeviceComputesItsPartAndTheFirstUpdates() {
    try (GraphModel learner = learner(devices("cpu:0,cpu:1"))) {
      Map<String, List<NodeDef>> placement = placement(learner);

      assertThat(placement.keySet()).containsExactlyInAnyOrder("CPU:0", "CPU:1");
      assertThat(types(placement, "CPU:0"))
          .anyMatch(type -> type.contains("Conv2DBackpropFilter"))
          .contains("ResourceApplyAdam");
      assertThat(types(placement, "CPU:1"))
          .anyMatch(type -> type.contains("Conv2DBackpropFilter"))
          .contains("GatherV2")
          .doesNotContain("ResourceApplyAdam");
    }
  }

  @Test
  void severalDevicesLearnWhatOneLearns() {
    try (GraphModel one = learner(devices("cpu"));
        GraphModel two = learner(devices("cpu:0,cpu:1"));
        GraphModel three = learner(devices("cpu:0,cpu:1,cpu:2"))) {
      for (int step = 0; step < 3; step++) {
        int[] batch = IntStream.range(step, step + 15).toArray();
        List.of(one, two, three).forEach(learner -> learner.step(batch));
      }
      for (GraphModel several : List.of(two, three)) {
        TowerTest.assertAlike(
            new TowerTest.Result(several.weights(), several.measures()),
            new TowerTest.Result(one.weights(), one.measures()));
        assertThat(several.evaluate(TowerTest.DATA).get("accuracy"))
            .isEqualTo(one.evaluate(TowerTest.DATA).get("accuracy"));
      }
    }
  }

  /**
   * Between the gathering of a batch and the update of the weights nothing is bound to the host: a
   * model that is sent to another device leaves only what it was fed behind, and the numbers that
   * follow from that, such as seeds.
   */
  @Test
  void aStepRunsOnItsDeviceAndItsNumbersOnTheHost() {
    try (GraphModel learner = learner(devices("cpu:1"))) {
      Map<String, List<NodeDef>> placement = placement(learner);

      assertThat(types(placement, "CPU:1"))
          .contains("GatherV2", "ResourceApplyAdam", "StatelessRandomUniform");
      assertThat(types(placement, "CPU:0"))
          .contains("_Arg", "Pack", "Pow")
          .doesNotContain("GatherV2", "ReadVariableOp", "StatelessRandomUniform", "Conv2D");
      assertThat(placement.getOrDefault("CPU:1", List.of()))
          .as("a seed would have to be waited for")
          .noneMatch(node -> node.getOp().equals("Pack") && type(node) == DataType.DT_INT64);
    }
  }

  private static DataType type(NodeDef node) {
    return node.getAttrOrThrow("T").getType();
  }

  /** 25 pixels fill three words and an eighth of the fourth. */
  @ParameterizedTest
  @CsvSource({"8, 2, ON", "8, 2, OFF", "5, 1, ON", "5, 1, OFF"})
  void aTrainingSetInWordsTeachesWhatOneInBytesTeaches(
      int size, int channels, DataPlacement dataPlacement) {
    Map<String, float[]> bytes = trained(size, channels, dataPlacement, false);
    Map<String, float[]> words = trained(size, channels, dataPlacement, true);

    bytes.forEach((name, values) -> assertThat(words.get(name)).as(name).isEqualTo(values));
  }

  private static Map<String, float[]> trained(
      int size, int channels, DataPlacement dataPlacement, boolean words) {
    Model model =
        Model.sequential(
            Shape.of(size, size, channels),
            new Rescaling(1 / 255.0),
            new Conv2D(3, 3, Activation.RELU),
            new Flatten(),
            new Dense(3, Activation.SOFTMAX));
    byte[] pixels = new byte[40 * size * size * channels];
    new Random(7).nextBytes(pixels);
    Dataset data =
        new Dataset(
            new ImageShape(size, size, channels),
            List.of("a", "b", "c"),
            pixels,
            IntStream.range(0, 40).map(i -> i % 3).toArray());
    Device device = devices("cpu").with(ComputeOptions.DEFAULT.withDataPlacement(dataPlacement));
    try (GraphModel learner =
        new GraphModel(
            model,
            new Compilation(new Optimizer.Adam(0.01)),
            Augmentations.NONE,
            1,
            device,
            new Parallelism(1, List.of(), 1, 1, 1, words))) {
      learner.trainOn(data);
      for (int step = 0; step < 3; step++) {
        learner.step(IntStream.range(step * 7, step * 7 + 16).toArray());
      }
      return learner.weights();
    }
  }

  @Test
  void leftToTensorFlowNoOpIsBoundToADevice() {
    try (GraphModel learner = learner(devices("cpu"))) {
      assertThat(learner.graphDef().getNodeList()).allMatch(node -> node.getDevice().isEmpty());
    }
  }

  @Test
  void aStepIsFedAFewHundredBytesAndFetchesNothing() {
    try (GraphModel learner = learner(devices("cpu"))) {
      GraphSession.Traffic before = learner.traffic();
      for (int step = 0; step < 10; step++) {
        learner.step(IntStream.range(0, 16).toArray());
      }
      long indices = 16 * Integer.BYTES;
      long numberAndRate = Long.BYTES + Float.BYTES;
      assertThat(learner.traffic().since(before))
          .isEqualTo(new GraphSession.Traffic(10, 10 * (indices + numberAndRate), 0));
    }
  }

  @Test
  void anEpochFetchesItsMeasuresOnce() {
    try (GraphModel learner = learner(devices("cpu"))) {
      GraphSession.Traffic before = learner.traffic();
      learner.resetMeasures();
      for (int step = 0; step < 10; step++) {
        learner.step(IntStream.range(0, 16).toArray());
      }
      learner.measures();
      GraphSession.Traffic epoch = learner.traffic().since(before);

      assertThat(epoch.runs()).isEqualTo(12);
      assertThat(epoch.fetches()).isEqualTo(1);
    }
  }
}
