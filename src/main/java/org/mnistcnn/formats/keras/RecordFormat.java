package org.mnistcnn.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mnistcnn.common.Json;
import org.mnistcnn.common.Names;
import org.mnistcnn.nn.Initializer;

/**
 * How one class of records stands in Keras's JSON. Its components have Keras's names, so they are
 * found by reflection: {@code kernelSize} is {@code kernel_size}. Beside them stand the settings
 * that Keras has and this program has not, each at the one value that stands for what it does.
 *
 * @param <T> the interface that the record implements
 */
final class RecordFormat<T> {

  private final T defaults;
  private final String className;
  private final List<String> required = new ArrayList<>();
  private final Map<String, String> substitutes = new HashMap<>();
  private final Map<String, List<JsonNode>> fixed = new LinkedHashMap<>();
  private final Map<String, String> otherNames = new HashMap<>();

  private RecordFormat(T defaults, String className) {
    this.defaults = defaults;
    this.className = className;
  }

  /** A format for records like {@code defaults}, which says what a missing setting is. */
  static <T> RecordFormat<T> of(T defaults) {
    return of(defaults, defaults.getClass().getSimpleName());
  }

  /** The same for a class whose name is not Keras's. */
  static <T> RecordFormat<T> of(T defaults, String className) {
    return new RecordFormat<>(defaults, className);
  }

  /** Formats by the name of their class. */
  static <T> Map<String, RecordFormat<T>> byName(List<RecordFormat<T>> formats) {
    Map<String, RecordFormat<T>> byName = new LinkedHashMap<>();
    formats.forEach(format -> byName.put(format.className, format));
    return Collections.unmodifiableMap(byName);
  }

  /** Settings that must be there. */
  RecordFormat<T> requires(String... keys) {
    required.addAll(List.of(keys));
    return this;
  }

  /** A component whose key does not follow from its name. */
  RecordFormat<T> named(String component, String key) {
    otherNames.put(component, key);
    return this;
  }

  /** A setting that is what another one is where it is null or missing. */
  RecordFormat<T> orElse(String key, String other) {
    substitutes.put(key, other);
    return this;
  }

  /** A setting of Keras's that must have one of {@code values}; the first is written. */
  RecordFormat<T> only(String key, Object... values) {
    fixed.put(key, Arrays.stream(values).<JsonNode>map(Json.MAPPER::valueToTree).toList());
    return this;
  }

  /** Settings of Keras's that must be null. */
  RecordFormat<T> onlyNull(String... keys) {
    for (String key : keys) {
      fixed.put(key, List.of(NullNode.instance));
    }
    return this;
  }

  String className() {
    return className;
  }

  /** The class of the records. */
  Class<?> recordClass() {
    return defaults.getClass();
  }

  /** The names of all settings. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (RecordComponent component : components()) {
      keys.add(key(component));
    }
    keys.addAll(fixed.keySet());
    return keys;
  }

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException if a setting is not known, missing or out of range
   */
  T read(ObjectNode config) {
    KerasObject.requireKeys(config, keys());
    fixed.forEach(
        (key, values) -> {
          JsonNode value = config.get(key);
          if (value != null && !values.contains(value)) {
            throw new IllegalArgumentException(
                "%s must be %s, got %s".formatted(key, values.get(0), value));
          }
        });
    RecordComponent[] components = components();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = value(config, components[i]);
      types[i] = components[i].getType();
    }
    try {
      @SuppressWarnings("unchecked") // The class of a T is a class of Ts.
      Class<? extends T> type = (Class<? extends T>) defaults.getClass();
      return type.getConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException rule) {
        throw rule;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a record's settings. */
  ObjectNode write(T value) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    for (RecordComponent component : components()) {
      config.set(key(component), SettingFormat.write(get(component, value)));
    }
    fixed.forEach((key, values) -> config.set(key, values.get(0)));
    return config;
  }

  private Object value(ObjectNode config, RecordComponent component) {
    String key = key(component);
    JsonNode json = config.path(key);
    String substitute = substitutes.get(key);
    if (substitute != null && (json.isMissingNode() || json.isNull())) {
      json = config.path(substitute);
    }
    if (json.isMissingNode() || (json.isNull() && component.getType() == Initializer.class)) {
      if (required.contains(key)) {
        throw new IllegalArgumentException(key + " must be given");
      }
      return get(component, defaults);
    }
    try {
      return SettingFormat.read(json, component.getType());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  private RecordComponent[] components() {
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    if (components == null) {
      throw new IllegalStateException(defaults.getClass() + " is no record");
    }
    return components;
  }

  private String key(RecordComponent component) {
    return otherNames.getOrDefault(component.getName(), Names.snakeCase(component.getName()));
  }

  private static Object get(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
