package org.mnistcnn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mnistcnn.data.Split;
import org.mnistcnn.engine.device.ComputeOptions;
import org.mnistcnn.engine.device.DataPlacement;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.nn.augment.Augmentations;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.train.CallbackState;
import org.mnistcnn.train.FitOptions;
import org.mnistcnn.train.Trainer;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** Training whose images are augmented, and what must not be. */
class AugmentedTrainingTest {

  private static final String ALL =
      "flip=horizontal,rotation=15,zoom=0.15,shift=0.1,elastic=1,elastic_scale=0.5:1,contrast=0.2,"
          + "brightness=0.1,erasing=1,mixup=0.4,cutmix=1";

  private static final Device CPU = Device.choose(Device.Choice.CPU);

  private static GraphModel learner(String augmentations, int towers, DataPlacement dataPlacement) {
    return new GraphModel(
        TowerTest.MODEL,
        new Compilation(new Optimizer.SGD(0.1)),
        augmentations.isEmpty() ? Augmentations.NONE : Augmentations.parse(augmentations),
        1,
        CPU.with(ComputeOptions.DEFAULT.withDataPlacement(dataPlacement)),
        new Parallelism(towers, List.of(), 1, towers, towers));
  }

  private static TowerTest.Result train(String augmentations, int towers, int batch) {
    try (GraphModel learner = learner(augmentations, towers, DataPlacement.ON)) {
      learner.trainOn(TowerTest.DATA);
      learner.resetMeasures();
      for (int step = 0; step < 3; step++) {
        learner.step(IntStream.range(7 * step, 7 * step + batch).toArray());
      }
      return new TowerTest.Result(learner.weights(), learner.measures());
    }
  }

  private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, values) -> assertThat(actual.get(name)).as(name).isEqualTo(values));
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 1})
  void partsOfABatchLearnWhatTheBatchLearns(int batch) {
    TowerTest.assertAlike(train(ALL, 2, batch), train(ALL, 1, batch));
    TowerTest.assertAlike(train(ALL, 3, batch), train(ALL, 1, batch));
  }

  @Test
  void theSameSeedLearnsTheSameBitsAndOthersThanWithout() {
    TowerTest.Result first = train(ALL, 2, 16);

    assertSame(train(ALL, 2, 16).weights(), first.weights());
    assertThat(train("", 2, 16).weights().get("dense/kernel"))
        .isNotEqualTo(first.weights().get("dense/kernel"));
  }

  @Test
  void aTrainingThatGoesOnLearnsTheSameBits() {
    CallbackState state;
    Map<String, float[]> whole;
    try (GraphModel learner = learner(ALL, 2, DataPlacement.ON)) {
      learner.trainOn(TowerTest.DATA);
      learner.step(new int[] {0, 1, 2, 3});
      state = learner.state();
      learner.step(new int[] {4, 5, 6, 7});
      whole = learner.weights();
    }
    try (GraphModel learner = learner(ALL, 2, DataPlacement.ON)) {
      learner.trainOn(TowerTest.DATA);
      learner.restore(state);
      learner.step(new int[] {4, 5, 6, 7});

      assertSame(learner.weights(), whole);
    }
  }

  @Test
  void streamedImagesLearnTheSameBits() {
    assertSame(fit(DataPlacement.OFF), fit(DataPlacement.ON));
  }

  private static Map<String, float[]> fit(DataPlacement dataPlacement) {
    try (GraphModel learner = learner(ALL, 2, dataPlacement)) {
      new Trainer(new FitOptions(2, 7, 1), List.of()).fit(learner, Split.last(TowerTest.DATA, 0.2));
      return learner.weights();
    }
  }

  /** Nothing that validation, tests or predictions compute is made of an augmentation's ops. */
  @Test
  void onlyTrainingIsAugmented() {
    try (GraphModel learner = learner(ALL, 2, DataPlacement.ON)) {
      GraphDef graph = learner.graphDef();
      Set<String> augmentations = new LinkedHashSet<>();
      Set<String> readers = new LinkedHashSet<>();
      for (NodeDef node : graph.getNodeList()) {
        if (node.getName().contains("/" + Augmentations.SCOPE + "/")) {
          augmentations.add(node.getName());
        } else if (node.getInputList().stream()
            .anyMatch(input -> input.contains("/" + Augmentations.SCOPE + "/"))) {
          readers.add(node.getName());
        }
      }

      assertThat(augmentations)
          .isNotEmpty()
          .allMatch(name -> name.startsWith("tower_0/") || name.startsWith("tower_1/"));
      assertThat(readers)
          .isNotEmpty()
          .allMatch(name -> name.startsWith("tower_0/") || name.startsWith("tower_1/"));
    }
    try (GraphModel augmented = learner(ALL, 1, DataPlacement.ON);
        GraphModel plain = learner("", 1, DataPlacement.ON)) {
      assertThat(augmented.evaluate(TowerTest.DATA)).isEqualTo(plain.evaluate(TowerTest.DATA));
      assertThat(augmented.predict(TowerTest.DATA).probability(3, 1))
          .isEqualTo(plain.predict(TowerTest.DATA).probability(3, 1));
    }
  }
}
