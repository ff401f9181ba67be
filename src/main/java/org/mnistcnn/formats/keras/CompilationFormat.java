package org.mnistcnn.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.mnistcnn.common.Names;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Loss;
import org.mnistcnn.nn.compile.Metric;

/**
 * How a model was compiled, in Keras's JSON: the {@code compile_config} beside a model's config.
 * What says only how Keras is to run it ({@code run_eagerly}, {@code jit_compile}) is not looked
 * at.
 */
final class CompilationFormat {

  private static final String OPTIMIZER = "optimizer";
  private static final String LOSS = "loss";
  private static final String METRICS = "metrics";
  private static final List<String> HOW_TO_RUN =
      List.of("run_eagerly", "steps_per_execution", "jit_compile", "auto_scale_loss");
  private static final List<String> NOT_HERE = List.of("loss_weights", "weighted_metrics");

  private static final Map<String, RecordFormat<Loss>> LOSSES =
      RecordFormat.byName(Loss.known().stream().map(CompilationFormat::loss).toList());

  /** Keras's names of what is measured here, both as a word and as a class. */
  private static final Map<String, Metric> METRIC_NAMES = metricNames();

  private CompilationFormat() {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it asks for something that is not here; the message begins
   *     with the key
   */
  static Compilation read(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("compile_config must be an object, got " + json);
    }
    List<String> known = new ArrayList<>(List.of(OPTIMIZER, LOSS, METRICS));
    known.addAll(HOW_TO_RUN);
    known.addAll(NOT_HERE);
    KerasObject.requireKeys(json, known);
    for (String key : NOT_HERE) {
      if (!json.path(key).isMissingNode() && !json.path(key).isNull()) {
        throw new IllegalArgumentException("%s must be null, got %s".formatted(key, json.get(key)));
      }
    }
    OptimizerFormat.Settings settings = OptimizerFormat.read(json.path(OPTIMIZER));
    return new Compilation(
        settings.optimizer(),
        loss(json.path(LOSS)),
        metrics(json.path(METRICS)),
        settings.clipping(),
        settings.emaMomentum());
  }

  private static Loss loss(JsonNode json) {
    if (json.isTextual()) {
      return Loss.named(json.textValue());
    }
    KerasObject object = KerasObject.of(json, "loss", LOSSES.keySet());
    ObjectNode settings = object.config().deepCopy();
    settings.remove("name");
    return object.knownAs("loss", LOSSES).read(settings);
  }

  private static List<Metric> metrics(JsonNode json) {
    List<Metric> metrics = new ArrayList<>();
    if (json.isMissingNode() || json.isNull()) {
      return metrics;
    }
    if (!json.isArray()) {
      throw new IllegalArgumentException("metrics must be a list, got " + json);
    }
    for (JsonNode metric : json) {
      if (metric.isArray()) {
        metrics.addAll(metrics(metric)); // Keras writes a list for each output, of which one is.
      } else {
        metrics.add(metric(metric));
      }
    }
    return metrics;
  }

  private static Metric metric(JsonNode json) {
    KerasObject object = KerasObject.of(json, "metric", METRIC_NAMES.keySet());
    Metric metric = object.knownAs("metric", METRIC_NAMES);
    ObjectNode settings = object.config().deepCopy();
    LayerFormat.requireFloat32(settings.path("dtype"));
    settings.remove("dtype");
    JsonNode name = settings.remove("name");
    if (!(metric instanceof Metric.TopKAccuracy defaults)) {
      KerasObject.requireKeys(settings, List.of());
      return metric;
    }
    KerasObject.requireKeys(settings, List.of("k"));
    JsonNode k = settings.path("k");
    return new Metric.TopKAccuracy(
        k.isMissingNode() ? defaults.k() : (int) SettingFormat.read(k, int.class),
        name == null ? defaults.name() : name.asText(defaults.name()));
  }

  private static Map<String, Metric> metricNames() {
    Map<String, Metric> names = new LinkedHashMap<>();
    for (String accuracy :
        List.of(
            "accuracy",
            "acc",
            "sparse_categorical_accuracy",
            "SparseCategoricalAccuracy",
            "categorical_accuracy",
            "CategoricalAccuracy")) {
      names.put(accuracy, new Metric.Accuracy());
    }
    for (Metric metric : Metric.known()) {
      if (!names.containsKey(metric.name())) {
        names.put(className(metric.name()), metric);
        names.put(metric.name(), metric);
      }
    }
    return names;
  }

  private static String className(String snakeCase) {
    return Arrays.stream(snakeCase.split("_"))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  /**
   * Writes it.
   *
   * @param learningRate of the next step, which takes the place of a schedule that Keras has not
   */
  static ObjectNode write(Compilation compilation, double learningRate) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set(
        OPTIMIZER,
        OptimizerFormat.write(
            new OptimizerFormat.Settings(
                compilation.optimizer(), compilation.clipping(), compilation.emaMomentum()),
            learningRate));
    Loss loss = compilation.loss();
    String className = loss.getClass().getSimpleName();
    RecordFormat<Loss> format = LOSSES.get(className);
    if (format == null) {
      throw new IllegalStateException("no format for " + loss);
    }
    ObjectNode config = format.write(loss);
    config.put("name", Names.snakeCase(className));
    json.set(LOSS, KerasObject.write("keras.losses", className, config));
    json.putNull("loss_weights");
    ArrayNode metrics = json.putArray(METRICS);
    for (Metric metric : compilation.metrics()) {
      if (metric instanceof Metric.TopKAccuracy topK) {
        metrics.add(topK(topK, loss));
      } else {
        metrics.add(metric.name());
      }
    }
    json.putNull("weighted_metrics");
    json.put("run_eagerly", false);
    json.put("steps_per_execution", 1);
    json.put("jit_compile", false);
    return json;
  }

  /** Keras has one class for integer labels and one for one-hot labels, as the loss wants them. */
  private static ObjectNode topK(Metric.TopKAccuracy metric, Loss loss) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.put("name", metric.name());
    config.put("dtype", "float32");
    config.put("k", metric.k());
    String sparse = loss instanceof Loss.SparseCategoricalCrossentropy ? "Sparse" : "";
    return KerasObject.write("keras.metrics", sparse + "TopKCategoricalAccuracy", config);
  }

  private static RecordFormat<Loss> loss(Loss defaults) {
    RecordFormat<Loss> format =
        RecordFormat.of(defaults)
            .only("reduction", "sum_over_batch_size", "auto")
            .only("from_logits", false);
    return defaults instanceof Loss.SparseCategoricalCrossentropy
        ? format.onlyNull("ignore_class")
        : format.only("axis", -1);
  }
}
