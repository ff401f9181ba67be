package org.mnistcnn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Regularizer;
import org.mnistcnn.nn.augment.Augmentations;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.nn.layers.BatchNormalization;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.Dropout;
import org.mnistcnn.nn.layers.Flatten;
import org.mnistcnn.nn.layers.MaxPooling2D;
import org.mnistcnn.nn.layers.Rescaling;
import org.mnistcnn.nn.layers.SpatialDropout2D;
import org.tensorflow.ndarray.Shape;

/** A batch in parts learns what it learns in one piece. */
public class TowerTest {

  private static final Device CPU = Device.choose(Device.Choice.CPU);

  /** What another order of adding floats may do in three steps. */
  private static final double ROUNDING = 2e-6;

  /** Chance that a cut could change, and a penalty that it could count twice. */
  static final Model MODEL =
      Model.sequential(
          Shape.of(8, 8, 2),
          new Rescaling(1 / 255.0),
          Conv2D.builder(6, 3)
              .activation(Activation.RELU)
              .kernelRegularizer(Regularizer.l2(0.1))
              .build(),
          new MaxPooling2D(2),
          new SpatialDropout2D(0.3),
          new Flatten(),
          new Dropout(0.4),
          new Dense(3, Activation.SOFTMAX));

  static final Dataset DATA = data(40);

  public static Dataset data(int count) {
    Random random = new Random(5);
    byte[] pixels = new byte[count * 8 * 8 * 2];
    random.nextBytes(pixels);
    return new Dataset(
        new ImageShape(8, 8, 2),
        List.of("a", "b", "c"),
        pixels,
        IntStream.range(0, count).map(i -> random.nextInt(3)).toArray());
  }

  private static Parallelism towers(int count) {
    return new Parallelism(count, List.of(), 1, count, count);
  }

  private static GraphModel learner(Parallelism parallelism) {
    return new GraphModel(
        MODEL, new Compilation(new Optimizer.SGD(0.1)), Augmentations.NONE, 1, CPU, parallelism);
  }

  /** The weights after three steps, and what was measured on the way. */
  record Result(Map<String, float[]> weights, Map<String, Double> measures) {}

  private static Result train(Parallelism parallelism, int batch) {
    try (GraphModel learner = learner(parallelism)) {
      learner.trainOn(DATA);
      learner.resetMeasures();
      for (int step = 0; step < 3; step++) {
        int first = step * 7;
        learner.step(IntStream.range(first, first + batch).toArray());
      }
      assertThat(learner.finiteSteps()).isEqualTo(3);
      return new Result(learner.weights(), learner.measures());
    }
  }

  static void assertAlike(Result actual, Result expected) {
    expected
        .weights()
        .forEach(
            (name, values) ->
                assertThat(Objects.requireNonNull(actual.weights().get(name)))
                    .as(name)
                    .containsExactly(values, within((float) ROUNDING)));
    expected
        .measures()
        .forEach(
            (name, value) ->
                assertThat(actual.measures().get(name)).as(name).isCloseTo(value, within(1e-5)));
  }

  @ParameterizedTest(name = "{0} towers, batches of {1}")
  @CsvSource({"2, 16", "2, 15", "3, 16", "4, 5", "2, 1", "4, 3"})
  void partsOfABatchLearnWhatTheBatchLearns(int count, int batch) {
    assertAlike(train(towers(count), batch), train(towers(1), batch));
  }

  @Test
  void theSamePartsGiveTheSameBits() {
    Result first = train(towers(2), 16);
    Result second = train(towers(2), 16);

    first
        .weights()
        .forEach((name, values) -> assertThat(second.weights().get(name)).isEqualTo(values));
    assertThat(second.measures()).isEqualTo(first.measures());
  }

  @Test
  void runsAtTheSameTimeGiveWhatOneAfterTheOtherGives() {
    Dataset many = data(20_000);
    try (GraphModel together = learner(towers(3));
        GraphModel alone = learner(towers(1))) {
      assertThat(together.evaluate(many)).isEqualTo(alone.evaluate(many));
      assertThat(together.predict(many).probability(19_999, 2))
          .isEqualTo(alone.predict(many).probability(19_999, 2));
    }
  }

  @Test
  void aBatchIsCutWhereThatPays() {
    Model heavy =
        Model.sequential(
            Shape.of(28, 28, 1),
            new Conv2D(32, 3, Activation.RELU),
            new Flatten(),
            new Dense(10, Activation.SOFTMAX));
    Model light =
        Model.sequential(Shape.of(28, 28, 1), new Flatten(), new Dense(10, Activation.SOFTMAX));
    Model mixing =
        Model.sequential(
            Shape.of(28, 28, 1),
            new Conv2D(32, 3, Activation.RELU),
            new BatchNormalization(),
            new Flatten(),
            new Dense(10, Activation.SOFTMAX));

    assertThat(Parallelism.of(heavy, CPU, 2)).isEqualTo(new Parallelism(2, List.of(), 1, 2, 2));
    assertThat(Parallelism.of(heavy, CPU, 64)).isEqualTo(new Parallelism(1, List.of(), 0, 0, 1));
    assertThat(Parallelism.of(light, CPU, 2)).isEqualTo(new Parallelism(1, List.of(), 1, 1, 2));
    assertThat(Parallelism.of(mixing, CPU, 2)).isEqualTo(new Parallelism(1, List.of(), 0, 0, 1));
    assertThat(Parallelism.of(mixing.withFrozen(List.of("batch_normalization")), CPU, 2).towers())
        .isEqualTo(2);
  }
}
