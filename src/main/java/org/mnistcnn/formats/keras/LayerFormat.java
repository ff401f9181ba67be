package org.mnistcnn.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Initializer;
import org.mnistcnn.nn.Layer;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.layers.ActivationLayer;
import org.mnistcnn.nn.layers.Add;
import org.mnistcnn.nn.layers.Average;
import org.mnistcnn.nn.layers.AveragePooling2D;
import org.mnistcnn.nn.layers.BatchNormalization;
import org.mnistcnn.nn.layers.Concatenate;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.DepthwiseConv2D;
import org.mnistcnn.nn.layers.Dropout;
import org.mnistcnn.nn.layers.Flatten;
import org.mnistcnn.nn.layers.GlobalAveragePooling2D;
import org.mnistcnn.nn.layers.GlobalMaxPooling2D;
import org.mnistcnn.nn.layers.MaxPooling2D;
import org.mnistcnn.nn.layers.PReLU;
import org.mnistcnn.nn.layers.Rescaling;
import org.mnistcnn.nn.layers.SeparableConv2D;
import org.mnistcnn.nn.layers.SpatialDropout2D;

/** How layers stand in Keras's JSON, each with its name and whether it is trained. */
final class LayerFormat {

  private static final String NAME = "name";
  private static final String TRAINABLE = "trainable";
  private static final String DTYPE = "dtype";

  private static final Map<String, RecordFormat<Layer>> FORMATS =
      RecordFormat.byName(
          List.of(
              RecordFormat.<Layer>of(new ActivationLayer(Activation.LINEAR), "Activation")
                  .requires("activation"),
              RecordFormat.<Layer>of(new Add()),
              RecordFormat.<Layer>of(new Average()),
              pooling(new AveragePooling2D(2)).requires("pool_size"),
              RecordFormat.<Layer>of(new BatchNormalization())
                  .onlyNull("renorm_clipping")
                  .only(
                      "moving_mean_initializer",
                      InitializerFormat.write(new Initializer.Zeros()),
                      "zeros")
                  .only(
                      "moving_variance_initializer",
                      InitializerFormat.write(new Initializer.Ones()),
                      "ones")
                  .only("synchronized", false)
                  .only("renorm", false)
                  .only("renorm_momentum", 0.99),
              // 3 is the last axis of a batch of images as well.
              RecordFormat.<Layer>of(new Concatenate()).only("axis", -1, 3),
              image(Conv2D.builder(1, 1).build())
                  .requires("filters", "kernel_size")
                  .onlyNull("activity_regularizer"),
              RecordFormat.<Layer>of(Dense.builder(1).build())
                  .requires("units")
                  .onlyNull("quantization_config"),
              image(DepthwiseConv2D.builder(1).build())
                  .requires("kernel_size")
                  .onlyNull("activity_regularizer"),
              RecordFormat.<Layer>of(new Dropout(0))
                  .requires("rate")
                  .onlyNull("seed", "noise_shape"),
              image(new Flatten()),
              image(new GlobalAveragePooling2D()).only("keepdims", false),
              image(new GlobalMaxPooling2D()).only("keepdims", false),
              pooling(new MaxPooling2D(2)),
              RecordFormat.<Layer>of(new PReLU()),
              RecordFormat.<Layer>of(new Rescaling(1)).requires("scale"),
              image(SeparableConv2D.builder(1, 1).build())
                  .requires("filters", "kernel_size")
                  .onlyNull("activity_regularizer"),
              image(new SpatialDropout2D(0)).requires("rate").onlyNull("seed")));

  private LayerFormat() {}

  /** A layer, and what Keras's JSON says of its place. */
  record Named(Layer layer, boolean trainable) {}

  static List<Class<?>> recordClasses() {
    return FORMATS.values().stream().<Class<?>>map(RecordFormat::recordClass).toList();
  }

  static Set<String> classNames() {
    return FORMATS.keySet();
  }

  /**
   * Reads a layer.
   *
   * @throws IllegalArgumentException if its class or a setting is not known or not supported
   */
  static Named read(KerasObject object) {
    RecordFormat<Layer> format = object.knownAs("layer", FORMATS);
    requireFloat32(object.config().path(DTYPE));
    ObjectNode settings = object.config().deepCopy();
    settings.remove(Set.of(NAME, TRAINABLE, DTYPE));
    return new Named(format.read(settings), flag(object.config(), TRAINABLE, true));
  }

  /** The value of a switch that stands beside the settings of a layer or a model. */
  static boolean flag(JsonNode config, String key, boolean fallback) {
    JsonNode flag = config.path(key);
    return flag.isMissingNode() ? fallback : (boolean) SettingFormat.read(key, flag, boolean.class);
  }

  static ObjectNode write(Model.Node node) {
    RecordFormat<Layer> format = RecordFormat.of(FORMATS, node.layer());
    ObjectNode config = format.write(node.layer());
    config.put(NAME, node.name());
    if (node.layer() instanceof SpatialDropout2D) {
      // The one class of Keras's that takes its type by name alone, and has no switch for training.
      config.put(DTYPE, "float32");
    } else {
      config.put(TRAINABLE, node.trainable());
      config.set(DTYPE, float32());
    }
    return KerasObject.write("keras.layers", format.className(), config);
  }

  /** The policy that all values are float32. */
  static ObjectNode float32() {
    ObjectNode policy = JsonNodeFactory.instance.objectNode();
    return KerasObject.write("keras", "DTypePolicy", policy.put(NAME, "float32"));
  }

  /** Refuses other types than float32, by name or as a policy. */
  static void requireFloat32(JsonNode dtype) {
    JsonNode name = dtype.isObject() ? dtype.path("config").path(NAME) : dtype;
    if (!name.isMissingNode() && !name.isNull() && !name.equals(TextNode.valueOf("float32"))) {
      throw new IllegalArgumentException("dtype must be float32, got " + name);
    }
  }

  private static RecordFormat<Layer> image(Layer defaults) {
    return RecordFormat.of(defaults).only("data_format", "channels_last", NullNode.instance);
  }

  private static RecordFormat<Layer> pooling(Layer defaults) {
    return image(defaults).orElse("strides", "pool_size");
  }
}
