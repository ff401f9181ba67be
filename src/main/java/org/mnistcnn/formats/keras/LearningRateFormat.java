package org.mnistcnn.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.mnistcnn.nn.compile.LearningRate;

/** How learning rates and their schedules stand in Keras's JSON: a number, or an object. */
final class LearningRateFormat {

  private static final String NAME = "name";

  private static final Map<String, RecordFormat<LearningRate>> FORMATS =
      RecordFormat.byName(LearningRate.known().stream().map(LearningRateFormat::format).toList());

  private LearningRateFormat() {}

  static LearningRate read(JsonNode json) {
    if (json.isNumber()) {
      return new LearningRate.Constant(json.doubleValue());
    }
    KerasObject object = KerasObject.of(json, "schedule", FORMATS.keySet());
    ObjectNode settings = object.config().deepCopy();
    settings.remove(NAME);
    return object.knownAs("schedule", FORMATS).read(settings);
  }

  /** Writes a learning rate; null in place of a schedule that Keras does not have. */
  static JsonNode write(LearningRate rate) {
    if (rate instanceof LearningRate.Constant constant) {
      return DoubleNode.valueOf(constant.learningRate());
    }
    String className = rate.getClass().getSimpleName();
    RecordFormat<LearningRate> format = FORMATS.get(className);
    if (format == null) {
      return NullNode.instance;
    }
    ObjectNode config = format.write(rate).put(NAME, className);
    return KerasObject.write("keras.optimizers.schedules", className, config);
  }

  /** Whether Keras has it. */
  static boolean isKeras(LearningRate rate) {
    return rate instanceof LearningRate.Constant
        || FORMATS.containsKey(rate.getClass().getSimpleName());
  }

  /** What Keras gives no default, by whichever schedule has it. */
  private static RecordFormat<LearningRate> format(LearningRate defaults) {
    return RecordFormat.of(defaults)
        .requires("initial_learning_rate", "decay_steps", "decay_rate", "boundaries", "values");
  }
}
