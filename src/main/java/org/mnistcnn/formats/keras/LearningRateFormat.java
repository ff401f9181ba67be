package org.mnistcnn.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.mnistcnn.nn.compile.LearningRate;

/** How learning rates and their schedules stand in Keras's JSON: a number, or an object. */
final class LearningRateFormat {

  private static final String NAME = "name";
  private static final String PIECEWISE = "PiecewiseConstantDecay";
  private static final String BOUNDARIES = "boundaries";
  private static final String VALUES = "values";

  private static final Map<String, RecordFormat<LearningRate>> FORMATS =
      RecordFormat.byName(
          List.of(
              RecordFormat.<LearningRate>of(new LearningRate.ExponentialDecay(1, 1, 1))
                  .requires("initial_learning_rate", "decay_steps", "decay_rate"),
              RecordFormat.<LearningRate>of(new LearningRate.CosineDecay(1, 1))
                  .requires("initial_learning_rate", "decay_steps"),
              RecordFormat.<LearningRate>of(new LearningRate.PolynomialDecay(1, 1))
                  .requires("initial_learning_rate", "decay_steps")));

  private LearningRateFormat() {}

  static LearningRate read(JsonNode json) {
    if (json.isNumber()) {
      return new LearningRate.Constant(json.doubleValue());
    }
    Set<String> known = new TreeSet<>(FORMATS.keySet());
    known.add(PIECEWISE);
    KerasObject object = KerasObject.of(json, "schedule", known);
    ObjectNode settings = object.config().deepCopy();
    settings.remove(NAME);
    return object.className().equals(PIECEWISE)
        ? piecewise(settings)
        : object.knownAs("schedule", FORMATS).read(settings);
  }

  private static LearningRate piecewise(ObjectNode settings) {
    KerasObject.requireKeys(settings, List.of(BOUNDARIES, VALUES));
    List<Long> boundaries = new ArrayList<>();
    for (JsonNode boundary : settings.path(BOUNDARIES)) {
      boundaries.add((long) SettingFormat.read(boundary, long.class));
    }
    List<Double> values = new ArrayList<>();
    for (JsonNode value : settings.path(VALUES)) {
      values.add((double) SettingFormat.read(value, double.class));
    }
    return new LearningRate.PiecewiseConstantDecay(boundaries, values);
  }

  /** Writes a learning rate; null in place of a schedule that Keras does not have. */
  static JsonNode write(LearningRate rate) {
    if (rate instanceof LearningRate.Constant constant) {
      return DoubleNode.valueOf(constant.learningRate());
    }
    if (!isKeras(rate)) {
      return NullNode.instance;
    }
    String className = rate.getClass().getSimpleName();
    ObjectNode config;
    if (rate instanceof LearningRate.PiecewiseConstantDecay decay) {
      config = JsonNodeFactory.instance.objectNode();
      decay.boundaries().forEach(config.putArray(BOUNDARIES)::add);
      decay.values().forEach(config.putArray(VALUES)::add);
    } else {
      config = format(className).write(rate);
    }
    config.put(NAME, className);
    return KerasObject.write("keras.optimizers.schedules", className, config);
  }

  private static RecordFormat<LearningRate> format(String className) {
    RecordFormat<LearningRate> format = FORMATS.get(className);
    if (format == null) {
      throw new IllegalStateException("no format for " + className);
    }
    return format;
  }

  /** Whether Keras has it. */
  static boolean isKeras(LearningRate rate) {
    return rate instanceof LearningRate.Constant
        || rate instanceof LearningRate.PiecewiseConstantDecay
        || FORMATS.containsKey(rate.getClass().getSimpleName());
  }
}
