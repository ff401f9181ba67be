package org.mnistcnn.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.mnistcnn.common.Names;

/**
 * An object as Keras serializes it: {@code {"module": ..., "class_name": ..., "config": {...},
 * "registered_name": null}}.
 */
record KerasObject(String className, ObjectNode config) {

  private static final List<String> KEYS =
      List.of("module", "class_name", "config", "registered_name", "build_config");

  /**
   * Reads an object, or the mere name of a class, either way that Keras takes: {@code HeNormal},
   * {@code he_normal}.
   *
   * @param what names the kind in messages
   * @param classNames the known classes
   */
  static KerasObject of(JsonNode json, String what, Collection<String> classNames) {
    if (json.isTextual()) {
      String name = json.textValue();
      return new KerasObject(
          classNames.stream()
              .filter(known -> name.equals(known) || name.equals(Names.snakeCase(known)))
              .findFirst()
              .orElse(name),
          JsonNodeFactory.instance.objectNode());
    }
    return of(json, what, List.of(), classNames);
  }

  /**
   * Reads an object.
   *
   * @param moreKeys what may stand beside the usual keys
   */
  static KerasObject of(
      JsonNode json, String what, List<String> moreKeys, Collection<String> classNames) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("a %s must be an object, got %s".formatted(what, json));
    }
    List<String> known = new ArrayList<>(KEYS);
    known.addAll(moreKeys);
    requireKeys(json, known);
    JsonNode className = json.path("class_name");
    JsonNode config = json.path("config");
    if (!className.isTextual() || !config.isObject()) {
      throw new IllegalArgumentException(
          "a %s must have a class_name and a config, got %s".formatted(what, json));
    }
    String module = json.path("module").asText("keras");
    if (!module.equals("keras") && !module.startsWith("keras.")) {
      throw new IllegalArgumentException(
          "%s %s must be Keras's own, got module %s"
              .formatted(what, className.textValue(), module));
    }
    if (!classNames.contains(className.textValue())) {
      throw new IllegalArgumentException(Names.unknown(what, className.textValue(), classNames));
    }
    return new KerasObject(className.textValue(), (ObjectNode) config);
  }

  static ObjectNode write(String module, String className, ObjectNode config) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("module", module);
    json.put("class_name", className);
    json.set("config", config);
    json.putNull("registered_name");
    return json;
  }

  /** What is known of the object's class. */
  <T> T knownAs(String what, Map<String, T> known) {
    T value = known.get(className);
    if (value == null) {
      throw new IllegalArgumentException(Names.unknown(what, className, known.keySet()));
    }
    return value;
  }

  void requireKeys(Collection<String> known) {
    requireKeys(config, known);
  }

  static void requireKeys(JsonNode json, Collection<String> known) {
    json.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                throw new IllegalArgumentException(Names.unknown("key", key, known));
              }
            });
  }
}
