package org.mnistcnn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.Flatten;
import org.mnistcnn.nn.layers.Rescaling;
import org.tensorflow.ndarray.Shape;

/** What becomes of the moving average of the weights when training ends. */
class MovingAverageTest {

  private static final float MOMENTUM = 0.75f;
  private static final Model MODEL =
      Model.sequential(
          Shape.of(1, 2, 1),
          new Rescaling(1 / 255.0),
          new Flatten(),
          new Dense(2, Activation.SOFTMAX));
  private static final Compilation PLAIN = new Compilation(new Optimizer.SGD(0.1));

  private static GraphModel learner(Compilation compilation) {
    GraphModel learner = new GraphModel(MODEL, compilation, 1, Device.choose(Device.Choice.CPU));
    byte[] pixels = {10, 100, 90, 20, 50, 60};
    int[] labels = {0, 1, 0};
    learner.trainOn(new Dataset(new ImageShape(1, 2, 1), List.of("zero", "one"), pixels, labels));
    return learner;
  }

  private static float[] kernel(GraphModel learner) {
    return Objects.requireNonNull(learner.weights().get("dense/kernel"));
  }

  @Test
  void itTakesThePlaceOfTheWeightsWhenTrainingEnds() {
    try (GraphModel averaged = learner(PLAIN.withEmaMomentum(OptionalDouble.of(MOMENTUM)));
        GraphModel plain = learner(PLAIN)) {
      float[] average = new float[4];
      for (int step = 0; step < 5; step++) {
        averaged.step(new int[] {step % 3});
        plain.step(new int[] {step % 3});
        float[] weights = kernel(plain);
        assertThat(kernel(averaged)).as("weights while training").isEqualTo(weights);
        for (int i = 0; i < average.length; i++) {
          average[i] = step == 0 ? weights[i] : MOMENTUM * average[i] + (1 - MOMENTUM) * weights[i];
        }
      }

      averaged.finish();

      assertThat(kernel(averaged)).containsExactly(average, within(1e-6f));
      assertThat(kernel(averaged)).isNotEqualTo(kernel(plain));
    }
  }

  @Test
  void withoutOneOrWithoutAStepTheWeightsStay() {
    try (GraphModel averaged = learner(PLAIN.withEmaMomentum(OptionalDouble.of(MOMENTUM)));
        GraphModel plain = learner(PLAIN)) {
      float[] first = kernel(averaged);
      averaged.finish();
      assertThat(kernel(averaged)).isEqualTo(first);

      plain.step(new int[] {0});
      float[] trained = kernel(plain);
      plain.finish();
      assertThat(kernel(plain)).isEqualTo(trained).isNotEqualTo(first);
    }
  }
}
