package org.mnistcnn.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.mnistcnn.nn.Regularizer;

/** Keras's three classes of penalties, which are one here. */
final class RegularizerFormat {

  private static final double DEFAULT_FACTOR = 0.01;

  /** The factors that each class has. */
  private static final Map<String, List<String>> FACTORS =
      Map.of("L1", List.of("l1"), "L2", List.of("l2"), "L1L2", List.of("l1", "l2"));

  private RegularizerFormat() {}

  static Regularizer read(JsonNode json) {
    if (json.isNull()) {
      return Regularizer.NONE;
    }
    KerasObject object = KerasObject.of(json, "regularizer", FACTORS.keySet());
    List<String> factors = object.knownAs("regularizer", FACTORS);
    double fallback = factors.size() == 2 ? 0 : DEFAULT_FACTOR;
    object.requireKeys(factors);
    return new Regularizer(
        factors.contains("l1") ? factor(object, "l1", fallback) : 0,
        factors.contains("l2") ? factor(object, "l2", fallback) : 0);
  }

  static JsonNode write(Regularizer regularizer) {
    if (regularizer.equals(Regularizer.NONE)) {
      return NullNode.instance;
    }
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    StringBuilder className = new StringBuilder();
    if (regularizer.l1() > 0) {
      config.put("l1", regularizer.l1());
      className.append("L1");
    }
    if (regularizer.l2() > 0) {
      config.put("l2", regularizer.l2());
      className.append("L2");
    }
    return KerasObject.write("keras.regularizers", className.toString(), config);
  }

  private static double factor(KerasObject object, String key, double fallback) {
    JsonNode factor = object.config().get(key);
    if (factor == null) {
      return fallback;
    }
    SettingFormat.require(factor.isNumber(), "a number", factor);
    return factor.doubleValue();
  }
}
