package org.mnistcnn.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelBuilder;
import org.tensorflow.ndarray.Shape;

/** Reads models from Keras's JSON. */
final class ConfigReader {

  private static final String SEQUENTIAL = "Sequential";
  private static final String FUNCTIONAL = "Functional";
  private static final String INPUT_LAYER = "InputLayer";
  private static final List<String> PLACE_KEYS = List.of("name", "inbound_nodes");

  /** A layer of the file, in its place. */
  private record Entry(KerasObject object, String place, JsonNode inboundNodes) {

    Optional<String> name() {
      JsonNode name = object.config().path("name");
      if (name.isMissingNode() || name.isNull()) {
        return Optional.empty();
      }
      if (!name.isTextual()) {
        throw refusal("name: must be a text, got " + name);
      }
      return Optional.of(name.textValue());
    }

    boolean isInput() {
      return object.className().equals(INPUT_LAYER);
    }

    IllegalArgumentException refusal(String message) {
      return new IllegalArgumentException("%s: %s".formatted(place, message));
    }

    IllegalArgumentException refusal(IllegalArgumentException cause) {
      return new IllegalArgumentException("%s: %s".formatted(place, cause.getMessage()), cause);
    }
  }

  private final JsonNode config;
  private final boolean trainable;
  private final List<Entry> layers = new ArrayList<>();
  private final Map<String, ModelBuilder.Value> values = new HashMap<>();

  private ConfigReader(JsonNode config) {
    this.config = config;
    this.trainable = LayerFormat.flag(config, "trainable", true);
    LayerFormat.requireFloat32(config.path("dtype"));
    if (config.path("layers").isEmpty()) {
      throw new IllegalArgumentException("a model must have layers, got " + config.path("layers"));
    }
    int inputs = 0;
    for (JsonNode layer : config.path("layers")) {
      Entry entry = entry(layer, layers.size() - inputs);
      inputs += entry.isInput() ? 1 : 0;
      layers.add(entry);
    }
  }

  static Model read(JsonNode json) {
    KerasObject root =
        KerasObject.of(json, "model", List.of("compile_config"), Set.of(SEQUENTIAL, FUNCTIONAL));
    if (root.className().equals(SEQUENTIAL)) {
      root.requireKeys(List.of("name", "trainable", "dtype", "layers", "build_input_shape"));
      return new ConfigReader(root.config()).sequential();
    }
    root.requireKeys(
        List.of("name", "trainable", "dtype", "layers", "input_layers", "output_layers"));
    return new ConfigReader(root.config()).functional();
  }

  private static Entry entry(JsonNode json, int index) {
    JsonNode config = json.path("config");
    String name = config.path("name").asText(json.path("name").asText("?"));
    String place = "layer %d, %s (%s)".formatted(index, name, json.path("class_name").asText("?"));
    Set<String> known = new TreeSet<>(LayerFormat.classNames());
    known.add(INPUT_LAYER);
    try {
      return new Entry(
          KerasObject.of(json, "layer", PLACE_KEYS, known), place, json.path("inbound_nodes"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(place, e.getMessage()), e);
    }
  }

  private Model sequential() {
    boolean withInput = layers.get(0).isInput();
    Shape input =
        withInput ? inputShape(layers.get(0)) : shape(config.path("build_input_shape"), "model");
    ModelBuilder builder = new ModelBuilder(input);
    ModelBuilder.Value value = builder.input();
    for (Entry entry : withInput ? layers.subList(1, layers.size()) : layers) {
      value = add(builder, entry, value);
    }
    return builder.build(value);
  }

  private Model functional() {
    List<Entry> inputs = layers.stream().filter(Entry::isInput).toList();
    if (inputs.size() != 1) {
      throw new IllegalArgumentException(
          "a model must have one input, got " + inputs.stream().map(Entry::place).toList());
    }
    Entry input = inputs.get(0);
    ModelBuilder builder = new ModelBuilder(inputShape(input));
    values.put(input.name().orElse(""), builder.input());
    for (Entry entry : layers) {
      if (!entry.isInput()) {
        String name =
            entry
                .name()
                .orElseThrow(() -> entry.refusal("a functional model's layer needs a name"));
        values.put(name, add(builder, entry, sources(entry)));
      }
    }
    value(config.path("input_layers"), "input_layers");
    return builder.build(value(config.path("output_layers"), "output_layers"));
  }

  private ModelBuilder.Value add(ModelBuilder builder, Entry entry, ModelBuilder.Value... inputs) {
    if (entry.isInput()) {
      throw entry.refusal("an input must be the first layer, and the only one");
    }
    LayerFormat.Named named;
    try {
      named = LayerFormat.read(entry.object());
    } catch (IllegalArgumentException e) {
      throw entry.refusal(e);
    }
    String name = entry.name().orElseGet(() -> builder.nameFor(named.layer()));
    return builder.add(name, named.layer(), trainable && named.trainable(), inputs);
  }

  /** What feeds a layer. */
  private ModelBuilder.Value[] sources(Entry entry) {
    if (entry.inboundNodes().size() != 1) {
      throw entry.refusal(
          "a layer must be called once, got %d calls: shared layers are not supported"
              .formatted(entry.inboundNodes().size()));
    }
    JsonNode call = entry.inboundNodes().get(0);
    JsonNode arguments = call.path("args");
    if (arguments.size() != 1 || !arguments.isArray()) {
      throw entry.refusal("a call must be in Keras 3's form with one argument, got " + call);
    }
    for (Map.Entry<String, JsonNode> option : call.path("kwargs").properties()) {
      // Keras writes training=false for what acts in training only, and sets it itself later.
      boolean usual = option.getKey().equals("training") && !option.getValue().asBoolean(true);
      if (!usual && !option.getValue().isNull()) {
        throw entry.refusal(
            "a call must be without options, got %s=%s"
                .formatted(option.getKey(), option.getValue()));
      }
    }
    JsonNode argument = arguments.get(0);
    List<ModelBuilder.Value> sources = new ArrayList<>();
    for (JsonNode tensor : argument.isArray() ? argument : arguments) {
      sources.add(value(tensor.path("config").path("keras_history"), entry.place()));
    }
    return sources.toArray(ModelBuilder.Value[]::new);
  }

  /** The value that {@code [layer, 0, 0]} stands for; also in a list by itself. */
  private ModelBuilder.Value value(JsonNode history, String place) {
    JsonNode output = history.size() == 1 ? history.get(0) : history;
    if (output.size() != 3
        || !output.get(0).isTextual()
        || output.get(1).asInt(-1) != 0
        || output.get(2).asInt(-1) != 0) {
      throw new IllegalArgumentException(
          "%s: one value must be given as [layer, 0, 0], got %s".formatted(place, history));
    }
    ModelBuilder.Value value = values.get(output.get(0).textValue());
    if (value == null) {
      throw new IllegalArgumentException(
          "%s: %s must be a layer before it, of %s"
              .formatted(place, output.get(0).textValue(), new TreeSet<>(values.keySet())));
    }
    return value;
  }

  private static Shape inputShape(Entry input) {
    ObjectNode config = input.object().config();
    try {
      input
          .object()
          .requireKeys(List.of("batch_shape", "dtype", "sparse", "ragged", "name", "optional"));
      LayerFormat.requireFloat32(config.path("dtype"));
      for (String key : List.of("sparse", "ragged", "optional")) {
        if (LayerFormat.flag(config, key, false)) {
          throw new IllegalArgumentException(key + " must be false, got true");
        }
      }
      return shape(config.path("batch_shape"), "batch_shape");
    } catch (IllegalArgumentException e) {
      throw input.refusal(e);
    }
  }

  /** A shape with the batch first, which must be open, and all else given. */
  private static Shape shape(JsonNode json, String what) {
    boolean fits = json.isArray() && json.size() > 1 && json.get(0).isNull();
    long[] sizes = new long[Math.max(0, json.size() - 1)];
    for (int axis = 0; axis < sizes.length && fits; axis++) {
      JsonNode size = json.get(axis + 1);
      sizes[axis] = size.longValue();
      fits = size.isInt() && sizes[axis] > 0;
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: the input's shape must be given as [null, height, width, channels], got %s"
              .formatted(what, json.isMissingNode() ? "none" : json));
    }
    return Shape.of(sizes);
  }
}
