package org.mnistcnn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mnistcnn.engine.device.ComputeOptions;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.engine.device.Precision;
import org.mnistcnn.engine.device.Processor;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Constraint;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.nn.augment.Augmentations;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.Flatten;
import org.mnistcnn.nn.layers.Rescaling;
import org.mnistcnn.nn.rewrite.Head;
import org.mnistcnn.nn.rewrite.Regularization;
import org.mnistcnn.train.CallbackState;
import org.tensorflow.ndarray.Shape;

/** Weights with constraints in a training; what constraints compute is tested by UpdateOpsTest. */
class ConstraintTest {

  private static final Device CPU = Device.choose(Device.Choice.CPU);
  private static final Parallelism ONE = new Parallelism(1, List.of(), 1, 1, 1);

  /** Smaller than the norm that the first kernels have. */
  private static final float NORM = 0.25f;

  private static final Model MODEL =
      Model.sequential(
          Shape.of(8, 8, 2),
          new Rescaling(1 / 255.0),
          Conv2D.builder(6, 3)
              .activation(Activation.RELU)
              .kernelConstraint(new Constraint.MaxNorm(NORM, List.of(0, 1, 2)))
              .biasConstraint(new Constraint.NonNeg())
              .build(),
          new Flatten(),
          Dense.builder(3)
              .activation(Activation.SOFTMAX)
              .kernelConstraint(new Constraint.UnitNorm())
              .build());

  private static GraphModel learner(Model model, Device device, Parallelism parallelism) {
    GraphModel learner =
        new GraphModel(
            model,
            new Compilation(new Optimizer.SGD(0.1)),
            Augmentations.NONE,
            1,
            device,
            parallelism);
    learner.trainOn(TowerTest.DATA);
    return learner;
  }

  private static void steps(GraphModel learner, int first, int count) {
    for (int step = first; step < first + count; step++) {
      learner.step(IntStream.range(step * 4, step * 4 + 16).toArray());
    }
  }

  private static Map<String, float[]> trained(Model model, Device device, Parallelism parallelism) {
    try (GraphModel learner = learner(model, device, parallelism)) {
      steps(learner, 0, 3);
      return learner.weights();
    }
  }

  private static float[] weight(Map<String, float[]> weights, String name) {
    return Objects.requireNonNull(weights.get(name));
  }

  private static void assertWithinBounds(Map<String, float[]> weights) {
    assertThat(norms(weight(weights, "conv2d/kernel"), 6))
        .allSatisfy(norm -> assertThat(norm).isBetween(0.1f, NORM + 1e-6f));
    assertThat(norms(weight(weights, "dense/kernel"), 3))
        .allSatisfy(norm -> assertThat(norm).isCloseTo(1, within(1e-6f)));
    for (float bias : weight(weights, "conv2d/bias")) {
      assertThat(bias).isNotNegative();
    }
  }

  /** The norm of each column of a matrix. */
  private static List<Float> norms(float[] matrix, int columns) {
    double[] sums = new double[columns];
    for (int i = 0; i < matrix.length; i++) {
      sums[i % columns] += (double) matrix[i] * matrix[i];
    }
    return IntStream.range(0, columns).mapToObj(i -> (float) Math.sqrt(sums[i])).toList();
  }

  @Test
  void everyUpdateEndsWithinTheBoundsAndTheFirstWeightsMayLieBeyond() {
    try (GraphModel learner = learner(MODEL, CPU, ONE)) {
      assertThat(norms(weight(learner.weights(), "conv2d/kernel"), 6))
          .allSatisfy(norm -> assertThat(norm).isGreaterThan(NORM));
      for (int step = 0; step < 3; step++) {
        steps(learner, step, 1);
        assertWithinBounds(learner.weights());
      }
    }
  }

  /** In bfloat16, norms would be off by a hundredth. */
  @Test
  void normsAreTakenInFloat32() {
    assumeTrue(Processor.ofThisMachine().hasBfloat16(), "the CPU computes in bfloat16");

    assertWithinBounds(trained(MODEL, CPU.with(ComputeOptions.in(Precision.MIXED_BFLOAT16)), ONE));
  }

  @Test
  void partsOfABatchAreConstrainedOnce() {
    Map<String, float[]> whole = trained(MODEL, CPU, ONE);
    Map<String, float[]> parts = trained(MODEL, CPU, new Parallelism(2, List.of(), 1, 2, 2));

    whole.forEach(
        (name, values) ->
            assertThat(weight(parts, name)).as(name).containsExactly(values, within(2e-6f)));
  }

  @Test
  void aFrozenLayerStaysAsItIs() {
    try (GraphModel learner = learner(MODEL.withFrozen(List.of("conv2d")), CPU, ONE)) {
      float[] before = weight(learner.weights(), "conv2d/kernel");
      steps(learner, 0, 3);
      assertThat(weight(learner.weights(), "conv2d/kernel")).isEqualTo(before);
    }
  }

  @Test
  void aNetworkThatIsRegularizedOrGetsAnotherHeadKeepsItsConstraints() {
    Regularization regularization =
        new Regularization(OptionalDouble.of(0.1), OptionalDouble.of(0.2), true);

    for (Model changed : List.of(regularization.of(MODEL), Head.replaced(MODEL, 2))) {
      assertThat(changed.weights().stream().map(Weight::constraint))
          .containsAll(MODEL.weights().stream().map(Weight::constraint).toList());
    }
  }

  @Test
  void aResumedTrainingEndsWithTheSameBits() {
    CallbackState state;
    Map<String, float[]> whole;
    try (GraphModel learner = learner(MODEL, CPU, ONE)) {
      steps(learner, 0, 2);
      state = learner.state();
      steps(learner, 2, 3);
      whole = learner.weights();
    }
    try (GraphModel learner = learner(MODEL, CPU, ONE)) {
      learner.restore(state);
      steps(learner, 2, 3);
      Map<String, float[]> resumed = learner.weights();
      whole.forEach((name, values) -> assertThat(weight(resumed, name)).as(name).isEqualTo(values));
    }
  }
}
