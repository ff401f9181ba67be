package org.mnistcnn.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.mnistcnn.common.Names;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.common.SettingText;

/**
 * Some settings of a {@link RunConfig} with their values: what a preset, a file, a trial or a
 * command line says of them.
 */
public final class Overlay {

  public static final Overlay NONE = new Overlay(Map.of());

  private final Map<Setting, Object> values;

  private Overlay(Map<Setting, Object> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** One setting, to a value of its type. */
  public static Overlay of(Setting setting, Object value) {
    return new Overlay(Map.of(setting, setting.wrapped(value)));
  }

  /** The setting of a name in Java. */
  public static Overlay of(String name, Object value) {
    return of(Setting.named(name), value);
  }

  /** All settings of a configuration that have a value. */
  public static Overlay of(RunConfig config) {
    Map<Setting, Object> values = new LinkedHashMap<>();
    for (Setting setting : Setting.all()) {
      Object value = setting.valueIn(config);
      if (Setting.text(value).isPresent()) {
        values.put(setting, value);
      }
    }
    return new Overlay(values);
  }

  /**
   * The settings in a JSON object, such as {@code {"epochs": 5, "freeze": ["conv2d"]}}.
   *
   * @throws SettingException if there is no setting of a name, or a value is not one of its type
   */
  public static Overlay parse(JsonNode json) {
    Map<Setting, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      Setting setting = known(entry.getKey());
      values.put(setting, setting.parse(entry.getValue()));
    }
    return new Overlay(values);
  }

  /**
   * The settings in texts by key.
   *
   * @throws SettingException as {@link #parse} does
   */
  public static Overlay ofTexts(Map<String, String> texts) {
    Map<Setting, Object> values = new LinkedHashMap<>();
    texts.forEach(
        (key, text) -> {
          Setting setting = known(key);
          values.put(setting, setting.parse(text));
        });
    return new Overlay(values);
  }

  private static Setting known(String key) {
    return Setting.ofKey(key)
        .orElseThrow(
            () ->
                SettingException.of(
                    "%s",
                    Names.unknown(
                        "setting", key, Setting.all().stream().map(Setting::key).toList())));
  }

  /** The settings of both, and {@code later}'s value where both have one. */
  public Overlay and(Overlay later) {
    Map<Setting, Object> both = new LinkedHashMap<>(values);
    both.putAll(later.values);
    return new Overlay(both);
  }

  /** Those of the settings that fulfil a condition. */
  public Overlay only(Predicate<Setting> condition) {
    Map<Setting, Object> some = new LinkedHashMap<>(values);
    some.keySet().removeIf(condition.negate());
    return new Overlay(some);
  }

  /** The settings, in the order in which they were said. */
  public List<Setting> settings() {
    return List.copyOf(values.keySet());
  }

  /** Whether it says something about the setting of a name in Java. */
  public boolean says(String name) {
    return values.containsKey(Setting.named(name));
  }

  /** The value of a setting; empty if nothing is said of it. */
  Optional<Object> value(Setting setting) {
    return Optional.ofNullable(values.get(setting));
  }

  /**
   * A configuration with these settings.
   *
   * @throws SettingException if a value is out of range
   */
  public RunConfig over(RunConfig config) {
    RecordComponent[] parts = RunConfig.class.getRecordComponents();
    Object[] built = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      Class<?> group = parts[i].getType();
      built[i] =
          made(
              group,
              Setting.all().stream()
                  .filter(setting -> setting.group() == group)
                  .map(setting -> value(setting).orElseGet(() -> setting.valueIn(config)))
                  .toArray());
    }
    return made(RunConfig.class, built);
  }

  private static <T> T made(Class<T> type, Object[] values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record has a canonical constructor: " + type, e);
    }
  }

  /** The values as texts by key, sorted; settings without a value are left out. */
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    values.forEach(
        (setting, value) -> Setting.text(value).ifPresent(text -> texts.put(setting.key(), text)));
    return Collections.unmodifiableMap(texts);
  }

  /** The settings as a JSON object that {@link #parse} reads. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    values.forEach((setting, value) -> put(json, setting.key(), value));
    return json;
  }

  private static void put(ObjectNode json, String key, Object value) {
    Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    if (present instanceof Collection<?> values) {
      if (!values.isEmpty()) {
        ArrayNode array = json.putArray(key);
        values.forEach(each -> array.add(each.toString()));
      }
    } else if (present instanceof Boolean truth) {
      json.put(key, truth.booleanValue());
    } else if (present instanceof Integer || present instanceof Long) {
      json.put(key, ((Number) present).longValue());
    } else if (present instanceof Double number) {
      json.put(key, number.doubleValue());
    } else if (present != null) {
      json.put(key, present.toString());
    }
  }

  /**
   * In what two configurations differ, setting by setting, for people; as parts of a template of
   * {@link SettingException#of}.
   */
  static List<String> differences(Overlay before, Overlay after) {
    List<String> differences = new ArrayList<>();
    for (Setting setting : sortedSettings()) {
      Optional<String> old = before.value(setting).flatMap(Setting::text);
      Optional<String> now = after.value(setting).flatMap(Setting::text);
      if (!old.equals(now)) {
        differences.add(
            "{%s} was %s, is %s"
                .formatted(
                    setting.name(),
                    SettingText.literal(old.orElse("not given")),
                    SettingText.literal(now.orElse("not given"))));
      }
    }
    return differences;
  }

  private static List<Setting> sortedSettings() {
    return Setting.all().stream().sorted(Comparator.comparing(Setting::key)).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Overlay overlay && overlay.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return json().toString();
  }
}
