package org.mnistcnn.nn.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelBuilder;
import org.mnistcnn.nn.ModelCall;
import org.mnistcnn.nn.UnaryLayer;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

@Tag("tensorflow")
class DropoutTest {

  private static final Shape VALUES = Shape.of(10_000);
  private static final Shape IMAGE = Shape.of(3, 4, 500);

  @Test
  void dropsItsShareAndScalesTheRest() {
    float[] output = train(new Dropout(0.3), VALUES, 1, 0);

    assertThat(zeros(output)).isCloseTo(0.3, within(0.015));
    for (float value : output) {
      assertThat(value).isIn(0f, 1 / 0.7f);
    }
  }

  @Test
  void eachSampleHasItsOwnMask() {
    float[] output = train(new Dropout(0.5), VALUES, 1, 0);
    int values = output.length / 2;

    assertThat(Arrays.copyOf(output, values))
        .isNotEqualTo(Arrays.copyOfRange(output, values, 2 * values));
  }

  @Test
  void spatialDropoutDropsWholeChannelsOfASample() {
    float[] output = train(new SpatialDropout2D(0.25), IMAGE, 1, 0);
    int channels = (int) IMAGE.get(2);
    int pixels = (int) (IMAGE.get(0) * IMAGE.get(1));

    assertThat(zeros(output)).isCloseTo(0.25, within(0.05));
    for (int i = 0; i < output.length; i++) {
      int sample = i / (pixels * channels);
      float firstPixel = output[sample * pixels * channels + i % channels];
      assertThat(output[i]).isEqualTo(firstPixel).isIn(0f, 1 / 0.75f);
    }
    assertThat(Arrays.copyOf(output, channels))
        .isNotEqualTo(Arrays.copyOfRange(output, pixels * channels, pixels * channels + channels));
  }

  @Test
  void chanceFollowsFromSeedStepAndNameAlone() {
    for (UnaryLayer layer : new UnaryLayer[] {new Dropout(0.5), new SpatialDropout2D(0.5)}) {
      float[] output = train(layer, IMAGE, 1, 7);

      assertThat(train(layer, IMAGE, 1, 7)).isEqualTo(output);
      assertThat(train(layer, IMAGE, 2, 7)).isNotEqualTo(output);
      assertThat(train(layer, IMAGE, 1, 8)).isNotEqualTo(output);
    }
    ModelBuilder builder = new ModelBuilder(VALUES);
    Model other = builder.build(builder.add("other", new Dropout(0.5), true, builder.input()));
    assertThat(train(other, 1, 7)).isNotEqualTo(train(new Dropout(0.5), VALUES, 1, 7));
  }

  @Test
  void inferencePassesItsInputOn() {
    for (UnaryLayer layer : new UnaryLayer[] {new Dropout(0.5), new SpatialDropout2D(0.5)}) {
      assertThat(zeros(run(Model.sequential(IMAGE, layer), 1, 7, false))).isZero();
      assertThat(run(Model.sequential(IMAGE, layer), 1, 7, false)).containsOnly(1f);
    }
  }

  @Test
  void aRateOfZeroDropsNothing() {
    assertThat(train(new Dropout(0), VALUES, 1, 0)).containsOnly(1f);
  }

  @Test
  void aRateThatLeavesNothingIsRefused() {
    assertThatThrownBy(() -> new Dropout(1)).hasMessage("rate must be in [0, 1), got 1.0");
    assertThatThrownBy(() -> new SpatialDropout2D(-0.1))
        .hasMessage("rate must be in [0, 1), got -0.1");
  }

  private static float[] train(UnaryLayer layer, Shape shape, long seed, long step) {
    return train(Model.sequential(shape, layer), seed, step);
  }

  private static float[] train(Model model, long seed, long step) {
    return run(model, seed, step, true);
  }

  /** What the model makes of two samples of ones. */
  private static float[] run(Model model, long seed, long step, boolean training) {
    Shape batch = model.inputShape().prepend(2);
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> ones = tf.fill(tf.constant(batch), tf.constant(1f));
      Map<String, Operand<TFloat32>> weights = Map.of();
      ModelCall call =
          training
              ? ModelCall.training(
                  tf, weights::get, new ModelCall.Randomness(seed, tf.constant(step)))
              : ModelCall.inference(tf, weights::get);
      Operand<TFloat32> output = model.call(call, ones).probabilities();
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(output).run()) {
        float[] values = new float[(int) batch.size()];
        ((TFloat32) result.get(0)).copyTo(DataBuffers.of(values, false, false));
        return values;
      }
    }
  }

  private static double zeros(float[] values) {
    int zeros = 0;
    for (float value : values) {
      zeros += value == 0 ? 1 : 0;
    }
    return (double) zeros / values.length;
  }
}
