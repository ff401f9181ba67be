package org.mnistcnn.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelCall;
import org.mnistcnn.nn.Weight;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** A model with what Keras computed of it, and the same computed here. */
public record LayerCase(String name, Model model, JsonNode json) {

  private static final Path DIRECTORY = Path.of("src/test/resources/keras");

  /** The cases of a file of the directory that the Python script writes. */
  public static List<LayerCase> read(String file) throws IOException {
    List<LayerCase> cases = new ArrayList<>();
    for (JsonNode json : json(file)) {
      Model model = KerasConfig.parse(json.get("config").toString());
      cases.add(new LayerCase(json.path("name").asText(file), model, json));
    }
    return cases;
  }

  static JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(DIRECTORY.resolve(file).toFile());
  }

  public static float[] floats(JsonNode numbers) {
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers.get(i).doubleValue();
    }
    return floats;
  }

  /** Arrays by name. */
  static Map<String, float[]> arrays(JsonNode object) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    object.properties().forEach(entry -> arrays.put(entry.getKey(), floats(entry.getValue())));
    return arrays;
  }

  public Map<String, float[]> weights() {
    return arrays(json.get("weights"));
  }

  /** {@code output}, {@code gradient of ...} and, in training, the new statistics by name. */
  static Map<String, float[]> expected(JsonNode results) {
    Map<String, float[]> expected = new LinkedHashMap<>();
    expected.put("output", floats(results.get("output")));
    arrays(results.get("gradients"))
        .forEach((name, values) -> expected.put("gradient of " + name, values));
    expected.putAll(arrays(results.path("statistics")));
    return expected;
  }

  /** What {@link #expected} holds, computed by the model. */
  Map<String, float[]> compute(boolean training) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Map<String, Operand<TFloat32>> weights = constants(tf);
      Placeholder<TFloat32> input =
          tf.placeholder(TFloat32.class, Placeholder.shape(batchOf(model.inputShape())));
      Operand<TInt64> step = tf.constant(0L);
      Model.Outputs outputs =
          model.call(
              training
                  ? ModelCall.training(tf, weights::get, new ModelCall.Randomness(1, step))
                  : ModelCall.inference(tf, weights::get),
              input);
      Map<String, Operand<TFloat32>> fetched = new LinkedHashMap<>();
      // Some layers pass their input on, and what is fed can't be fetched.
      fetched.put("output", tf.identity(outputs.probabilities()));
      fetched.putAll(gradients(graph, tf, input, weights, outputs.probabilities()));
      if (training) {
        fetched.putAll(statistics(weights, outputs.updates()));
      }
      return run(graph, input, fetched);
    }
  }

  /** The model's outputs for the case's inputs. */
  float[] predict() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> input =
          tf.placeholder(TFloat32.class, Placeholder.shape(batchOf(model.inputShape())));
      Model.Outputs outputs = model.call(ModelCall.inference(tf, constants(tf)::get), input);
      return Objects.requireNonNull(
          run(graph, input, Map.of("output", outputs.probabilities())).get("output"));
    }
  }

  /** What the weights add to the loss. */
  float penalty() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> penalty = model.penalty(tf, constants(tf));
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(penalty).run()) {
        return ((TFloat32) result.get(0)).getFloat();
      }
    }
  }

  private Map<String, Operand<TFloat32>> constants(Ops tf) {
    Map<String, float[]> values = weights();
    Map<String, Operand<TFloat32>> constants = new HashMap<>();
    for (Weight weight : model.weights()) {
      constants.put(
          weight.name(), tf.constant(weight.shape(), DataBuffers.of(values.get(weight.name()))));
    }
    return constants;
  }

  /** The gradients of the sum of the output times fixed numbers. */
  private Map<String, Operand<TFloat32>> gradients(
      Graph graph,
      Ops tf,
      Operand<TFloat32> input,
      Map<String, Operand<TFloat32>> weights,
      Operand<TFloat32> output) {
    Operand<TFloat32> upstream =
        tf.reshape(tf.constant(floats(json.get("upstream"))), tf.shape(output));
    Operand<TFloat32> score =
        tf.sum(
            tf.reshape(tf.math.mul(output, upstream), tf.constant(new int[] {-1})), tf.constant(0));
    Map<String, Operand<TFloat32>> sources = new LinkedHashMap<>();
    sources.put("input", input);
    model.weights().stream()
        .filter(Weight::trainable)
        .forEach(weight -> sources.put(weight.name(), weights.get(weight.name())));
    Output<?>[] gradients =
        graph.addGradients(
            score.asOutput(),
            sources.values().stream().map(Operand::asOutput).toArray(Output<?>[]::new));
    Map<String, Operand<TFloat32>> named = new LinkedHashMap<>();
    int index = 0;
    for (String name : sources.keySet()) {
      @SuppressWarnings("unchecked") // Gradients have the type of what they are of.
      Output<TFloat32> gradient = (Output<TFloat32>) gradients[index++];
      named.put("gradient of " + name, gradient);
    }
    return named;
  }

  /** All statistics: those that the step leaves alone too. */
  private Map<String, Operand<TFloat32>> statistics(
      Map<String, Operand<TFloat32>> weights, Map<String, Operand<TFloat32>> updates) {
    Map<String, Operand<TFloat32>> statistics = new LinkedHashMap<>();
    json.path("training")
        .path("statistics")
        .fieldNames()
        .forEachRemaining(
            name -> statistics.put(name, updates.getOrDefault(name, weights.get(name))));
    return statistics;
  }

  private Map<String, float[]> run(
      Graph graph, Operand<TFloat32> input, Map<String, Operand<TFloat32>> fetched) {
    float[] values = floats(json.get("input"));
    long batch = values.length / model.inputShape().size();
    try (Session session = new Session(graph);
        TFloat32 images =
            TFloat32.tensorOf(model.inputShape().prepend(batch), DataBuffers.of(values))) {
      Session.Runner runner = session.runner().feed(input, images);
      fetched.values().forEach(runner::fetch);
      Map<String, float[]> computed = new LinkedHashMap<>();
      try (Result result = runner.run()) {
        int index = 0;
        for (String name : fetched.keySet()) {
          TFloat32 tensor = (TFloat32) result.get(index++);
          float[] copy = new float[(int) tensor.size()];
          tensor.copyTo(DataBuffers.of(copy, false, false));
          computed.put(name, copy);
        }
      }
      return computed;
    }
  }

  private static Shape batchOf(Shape shape) {
    return shape.prepend(Shape.UNKNOWN_SIZE);
  }

  @Override
  public String toString() {
    return name;
  }
}
