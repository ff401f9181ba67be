package org.mnistcnn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mnistcnn.engine.device.ComputeOptions;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.engine.device.Precision;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.KerasNumbers;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.train.CallbackState;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/** The logic of float16's loss scaling, which does not depend on the numbers it is computed in. */
class LossScaleTest {

  private static final JsonNode KERAS = KerasNumbers.read("loss_scale.json");

  private static final Device FLOAT16 =
      new Device(
          Device.Kind.CPU, List.of(), "CPU", 1 << 20, ComputeOptions.in(Precision.MIXED_FLOAT16));

  @Test
  void scaleAndWeightsGoKerassWayThroughOverflows() {
    Model model =
        Model.sequential(
            Shape.of(4), Dense.builder(1).activation(Activation.LINEAR).useBias(false).build());
    String weight = "dense/kernel";
    Graph graph = new Graph();
    Ops tf = Ops.create(graph);
    Variables variables = new Variables(tf);
    Shape shape = Shape.of(4, 1);
    float[] start = KerasNumbers.floats(KERAS.get("start"));
    variables.add(weight, TFloat32.class, shape, tf.constant(shape, DataBuffers.of(start)));
    LossScale scale = new LossScale(tf, variables, 3);
    Placeholder<TFloat32> gradient = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    Placeholder<TFloat32> overflow = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    LossScale.Gated gated =
        scale.gate(List.of(tf.math.add(tf.math.mul(gradient, scale.scale()), overflow)));
    List<Op> updates = new ArrayList<>(gated.updates());
    updates.addAll(
        new UpdateOps(tf, model, new Compilation(new Optimizer.Adam(0.01)), variables)
            .build(gated.gradients(), tf.constant(0.01f), scale.number()));
    Op step = tf.withControlDependencies(updates).noOp();
    try (GraphSession session = new GraphSession(graph, ConfigProto.getDefaultInstance())) {
      session.call().target(variables.initialize()).execute();
      int number = 0;
      for (JsonNode keras : KERAS.get("steps")) {
        String what = "step " + ++number;
        float[] values = KerasNumbers.floats(keras.get("gradient"));
        try (TFloat32 fed = TFloat32.tensorOf(shape, DataBuffers.of(values));
            TFloat32 added = overflow(shape, keras.get("overflow").asText())) {
          session.call().feed(gradient, fed).feed(overflow, added).target(step).execute();
        }
        KerasNumbers.assertClose(what, value(session, variables, weight), keras.get("weight"), 0);
        KerasNumbers.assertClose(
            what, value(session, variables, LossScale.SCALE), keras.get("dynamic_scale"), 0);
        KerasNumbers.assertClose(
            what, value(session, variables, LossScale.GOOD_STEPS), keras.get("step_counter"), 0);
        KerasNumbers.assertClose(
            what, value(session, variables, LossScale.UPDATES), keras.get("updates"), 0);
      }
    }
  }

  private static TFloat32 overflow(Shape shape, String kind) {
    float value =
        switch (kind) {
          case "inf" -> Float.POSITIVE_INFINITY;
          case "nan" -> Float.NaN;
          default -> 0;
        };
    return TFloat32.tensorOf(shape, DataBuffers.of(new float[] {0, 0, value, 0}));
  }

  private static float[] value(GraphSession session, Variables variables, String name) {
    return Objects.requireNonNull(variables.values(session, List.of(name)).get(name));
  }

  private static GraphModel learner(Device device) {
    GraphModel learner =
        new GraphModel(TowerTest.MODEL, new Compilation(new Optimizer.Adam(0.01)), 1, device);
    learner.trainOn(TowerTest.DATA);
    learner.resetMeasures();
    return learner;
  }

  private static void step(GraphModel learner) {
    learner.step(IntStream.range(0, 16).toArray());
  }

  private static float scale(CallbackState state) {
    return Objects.requireNonNull(state.arrays().get(LossScale.SCALE))[0];
  }

  @Test
  void scalingChangesNothingWhereNothingOverflows() {
    try (GraphModel scaled = learner(FLOAT16);
        GraphModel plain = learner(Device.choose(Device.Choice.CPU))) {
      for (int i = 0; i < 3; i++) {
        step(scaled);
        step(plain);
      }
      assertThat(scale(scaled.state())).isEqualTo(1 << 15);
      TowerTest.assertAlike(
          new TowerTest.Result(scaled.weights(), scaled.measures()),
          new TowerTest.Result(plain.weights(), plain.measures()));
    }
  }

  /** From a scale and weights that make gradients infinite. */
  @Test
  void aStepThatOverflowsIsLeftOutAndTheRunGoesOn() {
    try (GraphModel learner = learner(FLOAT16)) {
      CallbackState start = learner.state();
      Map<String, float[]> arrays = new HashMap<>(start.arrays());
      arrays.put(LossScale.SCALE, new float[] {Float.MAX_VALUE});
      float[] kernel = Objects.requireNonNull(arrays.get("dense/kernel")).clone();
      for (int i = 0; i < kernel.length; i++) {
        kernel[i] *= 100;
      }
      arrays.put("dense/kernel", kernel);
      learner.restore(new CallbackState(start.values(), arrays));
      Map<String, float[]> before = learner.weights();
      step(learner);

      learner.weights().forEach((name, values) -> assertThat(values).isEqualTo(before.get(name)));
      assertThat(scale(learner.state())).isEqualTo(Float.MAX_VALUE / 2);
      assertThat(learner.finiteSteps()).isEqualTo(1);
      assertThat(learner.measures().get("loss")).isFinite();

      for (int i = 0; i < 20; i++) {
        step(learner);
      }
      assertThat(learner.weights().get("dense/kernel")).isNotEqualTo(before.get("dense/kernel"));
    }
  }
}
