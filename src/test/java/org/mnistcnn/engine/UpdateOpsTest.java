package org.mnistcnn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Constraint;
import org.mnistcnn.nn.KerasNumbers;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.GradientClipping;
import org.mnistcnn.nn.compile.LearningRate;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.nn.layers.ActivationLayer;
import org.mnistcnn.nn.layers.Dense;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * What optimizers, clipping and averaging make of a matrix and a vector in ten steps, against
 * Keras's numbers. The gradients are given.
 */
class UpdateOpsTest {

  private static final JsonNode KERAS = KerasNumbers.read("optimizers.json");

  /** What rounding to float32 may do to a weight below 2 in ten steps. */
  private static final double ROUNDING = 4e-7;

  private static final Map<String, Dense> CONSTRAINED = constrained();

  /** Layers with the constraints of Keras's cases, whose names end with these. */
  private static Map<String, Dense> constrained() {
    Map<String, Dense> layers = new LinkedHashMap<>();
    layers.put("max_norm", within(new Constraint.MaxNorm(1.25), new Constraint.MaxNorm(0.5)));
    layers.put(
        "max_norm of rows", within(new Constraint.MaxNorm(1, List.of(-1)), new Constraint.None()));
    layers.put("non_neg", within(new Constraint.NonNeg(), new Constraint.NonNeg()));
    layers.put(
        "unit_norm", within(new Constraint.UnitNorm(), new Constraint.UnitNorm(List.of(-1))));
    layers.put(
        "unit_norm of all", within(new Constraint.UnitNorm(List.of(0, 1)), new Constraint.None()));
    layers.put(
        "min_max_norm",
        within(new Constraint.MinMaxNorm(), new Constraint.MinMaxNorm(2, 3, 1, List.of(0))));
    layers.put(
        "min_max_norm, rate",
        within(
            new Constraint.MinMaxNorm(1.5, 1.75, 0.3, List.of(1)),
            new Constraint.MinMaxNorm(0.25, 0.5, 0.99, List.of(0))));
    return layers;
  }

  private static Dense within(Constraint kernel, Constraint bias) {
    return Dense.builder(2).kernelConstraint(kernel).biasConstraint(bias).build();
  }

  /** The weights have the names and shapes of Keras's case. */
  private static Model model(Dense layer) {
    return Model.sequential(Shape.of(3), layer, new ActivationLayer(Activation.SOFTMAX));
  }

  private static final Map<String, Compilation> CASES = cases();

  private static Map<String, Compilation> cases() {
    Map<String, Compilation> cases = new LinkedHashMap<>();
    cases.put("sgd", compiled(new Optimizer.SGD(0.05)));
    cases.put("sgd, momentum", compiled(new Optimizer.SGD(rate(0.02), 0.9, false)));
    cases.put("sgd, nesterov", compiled(new Optimizer.SGD(rate(0.02), 0.9, true)));
    cases.put("adam", compiled(new Optimizer.Adam(0.001)));
    cases.put("adam, betas", compiled(new Optimizer.Adam(rate(0.01), 0.8, 0.95, 1e-3)));
    cases.put("adamw", compiled(new Optimizer.AdamW(0.001)));
    cases.put("adamw, decay", compiled(new Optimizer.AdamW(rate(0.01), 0.5, 0.8, 0.95, 1e-7)));
    cases.put("rmsprop", compiled(new Optimizer.RMSprop(0.001)));
    cases.put(
        "rmsprop, momentum", compiled(new Optimizer.RMSprop(rate(0.002), 0.8, 0.5, 1e-3, false)));
    cases.put(
        "rmsprop, centered", compiled(new Optimizer.RMSprop(rate(0.002), 0.9, 0, 1e-7, true)));
    cases.put(
        "rmsprop, centered momentum",
        compiled(new Optimizer.RMSprop(rate(0.001), 0.9, 0.9, 1e-7, true)));
    cases.put("nadam", compiled(new Optimizer.Nadam(0.001)));
    cases.put("nadam, betas", compiled(new Optimizer.Nadam(rate(0.01), 0.8, 0.95, 1e-3)));

    Compilation sgd = compiled(new Optimizer.SGD(0.05));
    cases.put("clipvalue", sgd.withClipping(new GradientClipping.ByValue(0.4)));
    cases.put("clipnorm", sgd.withClipping(new GradientClipping.ByNorm(0.7)));
    cases.put("global_clipnorm", sgd.withClipping(new GradientClipping.ByGlobalNorm(1)));
    cases.put(
        "adam, global_clipnorm",
        compiled(new Optimizer.Adam(rate(0.01), 0.9, 0.999, 0.1))
            .withClipping(new GradientClipping.ByGlobalNorm(0.5)));
    cases.put("average", sgd.withEmaMomentum(OptionalDouble.of(0.99)));
    cases.put(
        "adamw, average",
        compiled(new Optimizer.AdamW(rate(0.01), 0.5, 0.9, 0.999, 1e-7))
            .withEmaMomentum(OptionalDouble.of(0.6)));

    cases.put(
        "sgd, exponential",
        compiled(new Optimizer.SGD(new LearningRate.ExponentialDecay(0.1, 2, 0.7))));
    cases.put(
        "adamw, cosine",
        compiled(
            new Optimizer.AdamW(
                new LearningRate.CosineDecay(0.001, 6, 0.01, 3), 0.5, 0.9, 0.999, 1e-7)));
    cases.put(
        "nadam, piecewise",
        compiled(
            new Optimizer.Nadam(
                new LearningRate.PiecewiseConstantDecay(
                    List.of(0L, 4L), List.of(0.01, 0.005, 0.001)))));

    for (String constraint : CONSTRAINED.keySet()) {
      cases.put("sgd, " + constraint, sgd);
      cases.put("adam, " + constraint, compiled(new Optimizer.Adam(0.01)));
    }
    cases.put("average, max_norm", sgd.withEmaMomentum(OptionalDouble.of(0.6)));
    return cases;
  }

  private static LearningRate rate(double learningRate) {
    return new LearningRate.Constant(learningRate);
  }

  private static Compilation compiled(Optimizer optimizer) {
    return new Compilation(optimizer);
  }

  private static Stream<String> names() {
    return KerasNumbers.names(KERAS.get("cases")).stream();
  }

  @Test
  void everyOptimizerAndClippingHasACase() {
    assertThat(names()).containsExactlyInAnyOrderElementsOf(CASES.keySet());
    KerasNumbers.assertEachHasACase(
        Optimizer.class, CASES.values().stream().map(Compilation::optimizer));
    KerasNumbers.assertEachHasACase(
        GradientClipping.class, CASES.values().stream().map(Compilation::clipping));
    KerasNumbers.assertEachHasACase(
        Constraint.class,
        CONSTRAINED.values().stream()
            .flatMap(layer -> Stream.of(layer.kernelConstraint(), layer.biasConstraint())));
  }

  /** What {@code name} ends with behind the optimizer; a layer without constraints otherwise. */
  private static Dense layer(String name) {
    if (name.startsWith("average, ")) {
      return within(new Constraint.MaxNorm(1.25), new Constraint.None());
    }
    return CONSTRAINED.getOrDefault(
        name.substring(name.indexOf(", ") + 2), new Dense(2, Activation.LINEAR));
  }

  @ParameterizedTest
  @MethodSource("names")
  void weightsAreKerassAfterOneTwoAndTenSteps(String name) {
    Compilation compilation = Objects.requireNonNull(CASES.get(name));
    JsonNode keras = KERAS.get("cases").get(name);
    try (Training training = new Training(layer(name), compilation)) {
      for (int step = 1; step <= KERAS.get("gradients").size(); step++) {
        training.step(KERAS.get("gradients").get(step - 1));
        JsonNode expected = keras.path(Integer.toString(step));
        for (String key : KerasNumbers.names(expected)) {
          String what = "%s of %s after step %d".formatted(key, name, step);
          float[] actual = training.value("dense/" + key);
          KerasNumbers.assertClose(what, actual, expected.get(key), 0);
          JsonNode start = KERAS.get("start").get(key.replace("/average", ""));
          assertMovedAlike(what, KerasNumbers.floats(start), actual, expected.get(key));
        }
      }
      JsonNode finished = keras.path("finished");
      for (String key : KerasNumbers.names(finished)) {
        KerasNumbers.assertClose(
            key + " when finished",
            training.value("dense/" + key + "/average"),
            finished.get(key),
            0);
      }
    }
  }

  /** A weight that hardly moves would be close to Keras's whatever the optimizer did. */
  private static void assertMovedAlike(String what, float[] start, float[] actual, JsonNode keras) {
    float[] expected = KerasNumbers.floats(keras);
    double[] errors =
        IntStream.range(0, start.length)
            .mapToDouble(i -> Math.abs(actual[i] - expected[i]))
            .toArray();
    double farthest =
        IntStream.range(0, start.length)
            .mapToDouble(i -> Math.abs(expected[i] - start[i]))
            .max()
            .orElseThrow();
    assertThat(Arrays.stream(errors).max().orElseThrow())
        .as("error of the movement of %s", what)
        .isLessThanOrEqualTo(KerasNumbers.TOLERANCE * farthest + ROUNDING);
  }

  @Test
  void tenStepsGiveTheSameBitsEveryTime() {
    CASES.forEach(
        (name, compilation) ->
            assertThat(
                    IntStream.range(0, 5)
                        .mapToObj(run -> afterAllSteps(name, compilation))
                        .distinct()
                        .count())
                .as(name)
                .isOne());
  }

  private static String afterAllSteps(String name, Compilation compilation) {
    try (Training training = new Training(layer(name), compilation)) {
      KERAS.get("gradients").forEach(training::step);
      return Arrays.toString(training.value("dense/kernel"))
          + Arrays.toString(training.value("dense/bias"));
    }
  }

  @Test
  void anInfiniteGlobalNormIsNotPassedOverInSilence() {
    Compilation compilation =
        compiled(new Optimizer.SGD(0.05)).withClipping(new GradientClipping.ByGlobalNorm(1));
    try (Training training = new Training(new Dense(2, Activation.LINEAR), compilation)) {
      training.step(
          Map.of("dense/kernel", new float[] {1e30f, 0, 0, 0, 0, 0}, "dense/bias", new float[2]));
      assertThat(training.value("dense/bias")).containsOnly(Float.NaN);
    }
  }

  /** The two weights in a session, as the engine updates them. */
  private static final class Training implements AutoCloseable {
    private final Graph graph = new Graph();
    private final GraphSession session = new GraphSession(graph, ConfigProto.getDefaultInstance());
    private final Ops tf = Ops.create(graph);
    private final Variables variables = new Variables(tf);
    private final Map<String, Placeholder<TFloat32>> gradients = new LinkedHashMap<>();
    private final Placeholder<TFloat32> learningRate = scalar();
    private final Placeholder<TInt64> number =
        tf.placeholder(TInt64.class, Placeholder.shape(Shape.scalar()));
    private final LearningRate schedule;
    private final Op update;
    private long steps;

    Training(Dense layer, Compilation compilation) {
      Model model = model(layer);
      schedule = compilation.optimizer().learningRate();
      for (Weight weight : model.weights()) {
        String name = weight.name();
        float[] start = KerasNumbers.floats(KERAS.get("start").get(name.replace("dense/", "")));
        Shape shape = weight.shape();
        variables.add(name, TFloat32.class, shape, tf.constant(shape, DataBuffers.of(start)));
        gradients.put(name, tf.placeholder(TFloat32.class, Placeholder.shape(shape)));
      }
      List<Op> updates =
          new UpdateOps(tf, model, compilation, variables)
              .build(List.copyOf(gradients.values()), learningRate, number);
      update = tf.withControlDependencies(updates).noOp();
      session.call().target(variables.initialize()).execute();
    }

    private Placeholder<TFloat32> scalar() {
      return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    }

    void step(JsonNode gradient) {
      step(
          gradients.keySet().stream()
              .collect(
                  Collectors.toMap(
                      name -> name,
                      name -> KerasNumbers.floats(gradient.get(name.replace("dense/", ""))))));
    }

    void step(Map<String, float[]> gradient) {
      try (TFloat32 kernel = tensor(gradient, "dense/kernel");
          TFloat32 bias = tensor(gradient, "dense/bias");
          TFloat32 rate = TFloat32.scalarOf((float) schedule.at(steps));
          TInt64 step = TInt64.scalarOf(steps)) {
        session
            .call()
            .feed(placeholder("dense/kernel"), kernel)
            .feed(placeholder("dense/bias"), bias)
            .feed(learningRate, rate)
            .feed(number, step)
            .target(update)
            .execute();
      }
      steps++;
    }

    private Placeholder<TFloat32> placeholder(String name) {
      return Objects.requireNonNull(gradients.get(name));
    }

    private TFloat32 tensor(Map<String, float[]> gradient, String name) {
      float[] values = Objects.requireNonNull(gradient.get(name));
      return TFloat32.tensorOf(placeholder(name).shape(), DataBuffers.of(values));
    }

    float[] value(String name) {
      return Objects.requireNonNull(variables.values(session, List.of(name)).get(name));
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
