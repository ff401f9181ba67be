package org.mnistcnn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
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
   * Nothing between the gathering of a batch and the update of the weights is bound to the host: a
   * model that is sent to another device leaves only what it was fed behind.
   */
  @Test
  void aStepRunsWhollyOnItsDevice() {
    try (GraphModel learner = learner(devices("cpu:1"))) {
      Map<String, List<NodeDef>> placement = placement(learner);

      assertThat(types(placement, "CPU:1")).contains("GatherV2", "ResourceApplyAdam");
      assertThat(types(placement, "CPU:0")).isSubsetOf("_Arg", "_Send", "_HostSend");
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
