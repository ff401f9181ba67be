package org.mnistcnn.formats.keras;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.mnistcnn.nn.MergeLayer;
import org.mnistcnn.nn.Model;
import org.tensorflow.ndarray.Shape;

/** Writes models in Keras's JSON. */
final class ConfigWriter {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String INPUT = "input_layer";

  private ConfigWriter() {}

  static ObjectNode write(Model model) {
    return model.isSequential() ? sequential(model) : functional(model);
  }

  private static ObjectNode sequential(Model model) {
    ObjectNode config = NODES.objectNode();
    config.put("name", "sequential");
    config.put("trainable", true);
    config.set("dtype", LayerFormat.float32());
    ArrayNode layers = config.putArray("layers").add(inputLayer(model, INPUT));
    model.nodes().forEach(node -> layers.add(LayerFormat.write(node)));
    config.set("build_input_shape", batchOf(model.inputShape()));
    return KerasObject.write("keras", "Sequential", config);
  }

  private static ObjectNode functional(Model model) {
    String input = inputName(model);
    ObjectNode config = NODES.objectNode();
    config.put("name", "functional");
    config.put("trainable", true);
    ArrayNode layers = config.putArray("layers");
    ObjectNode inputLayer = inputLayer(model, input);
    inputLayer.put("name", input);
    inputLayer.putArray("inbound_nodes");
    layers.add(inputLayer);
    for (Model.Node node : model.nodes()) {
      ObjectNode layer = LayerFormat.write(node);
      layer.put("name", node.name());
      layer.putArray("inbound_nodes").add(inboundNode(model, input, node));
      layers.add(layer);
    }
    List<Model.Node> nodes = model.nodes();
    config.set("input_layers", output(input));
    config.set("output_layers", output(nodes.get(nodes.size() - 1).name()));
    ObjectNode json = KerasObject.write("keras.src.models.functional", "Functional", config);
    return json.put("registered_name", "Functional");
  }

  /** A name for the input that no layer has. */
  private static String inputName(Model model) {
    List<String> taken = model.nodes().stream().map(Model.Node::name).toList();
    String name = INPUT;
    while (taken.contains(name)) {
      name += "_";
    }
    return name;
  }

  private static ObjectNode inputLayer(Model model, String name) {
    ObjectNode config = NODES.objectNode();
    config.set("batch_shape", batchOf(model.inputShape()));
    config.put("dtype", "float32");
    config.put("sparse", false);
    config.put("ragged", false);
    config.put("name", name);
    config.put("optional", false);
    return KerasObject.write("keras.layers", "InputLayer", config);
  }

  /** The call of a layer: one value, or a list of them. */
  private static ObjectNode inboundNode(Model model, String input, Model.Node node) {
    ArrayNode values = NODES.arrayNode();
    for (int i = 0; i < node.inputs().size(); i++) {
      int source = node.inputs().get(i);
      ObjectNode value = values.addObject();
      value.put("class_name", "__keras_tensor__");
      ObjectNode config = value.putObject("config");
      config.set("shape", batchOf(node.inputShapes().get(i)));
      config.put("dtype", "float32");
      config.set(
          "keras_history",
          output(source == Model.INPUT ? input : model.nodes().get(source).name()));
    }
    ObjectNode call = NODES.objectNode();
    call.set("args", node.layer() instanceof MergeLayer ? NODES.arrayNode().add(values) : values);
    call.putObject("kwargs");
    return call;
  }

  /** The first output of the first call of a layer. */
  private static ArrayNode output(String layer) {
    return NODES.arrayNode().add(layer).add(0).add(0);
  }

  /** A shape with the batch first, which is open. */
  static ArrayNode batchOf(Shape shape) {
    ArrayNode json = NODES.arrayNode().addNull();
    for (long size : shape.asArray()) {
      json.add((int) size);
    }
    return json;
  }
}
