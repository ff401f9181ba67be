package org.mnistcnn.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.data.read.FolderReadOptions;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.engine.device.MemorySize;

/**
 * One setting of a {@link RunConfig}: a component of one of its records. A new component is a new
 * setting, in files, searches, checkpoints and reports alike.
 */
public final class Setting {

  /** How values of a type are read from text. */
  private static final Map<Class<?>, Function<String, Object>> READERS =
      Map.ofEntries(
          Map.entry(String.class, text -> text),
          Map.entry(int.class, Integer::valueOf),
          Map.entry(Integer.class, Integer::valueOf),
          Map.entry(long.class, Long::valueOf),
          Map.entry(Long.class, Long::valueOf),
          Map.entry(double.class, Double::valueOf),
          Map.entry(Double.class, Double::valueOf),
          Map.entry(Path.class, Path::of),
          Map.entry(Device.Choice.class, Device.Choice::of),
          Map.entry(MemorySize.class, MemorySize::of),
          Map.entry(FolderReadOptions.ImageSize.class, FolderReadOptions.ImageSize::parse));

  /** Those whose text a command line hands on as it is. */
  private static final Set<Class<?>> READ_LATER =
      Set.of(FolderReadOptions.ImageSize.class, MemorySize.class);

  private static final List<Setting> ALL =
      Stream.of(RunConfig.class.getRecordComponents())
          .flatMap(
              part ->
                  Stream.of(part.getType().getRecordComponents())
                      .map(component -> new Setting(part, component)))
          .toList();

  private static final Map<String, Setting> BY_KEY =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::key, setting -> setting));

  private final RecordComponent part;
  private final RecordComponent component;

  private Setting(RecordComponent part, RecordComponent component) {
    this.part = part;
    this.component = component;
  }

  /** All settings, in the order of the records. */
  public static List<Setting> all() {
    return ALL;
  }

  /** The setting of a key such as {@code batch-size}, if there is one. */
  public static Optional<Setting> ofKey(String key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }

  /** The setting of a name in Java, such as {@code batchSize}. */
  public static Setting named(String name) {
    return ofKey(key(name)).orElseThrow(() -> new IllegalArgumentException("no setting " + name));
  }

  /** The name in Java: {@code batchSize}. */
  public String name() {
    return component.getName();
  }

  /** The name in files: {@code batch-size}. */
  public String key() {
    return key(name());
  }

  /** What a setting of a name in Java is called in files. */
  public static String key(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** Whether the result depends on it. */
  public boolean decides() {
    return role() != Role.Kind.LOCAL;
  }

  /** Whether the trials of a search may differ in it. */
  public boolean canBeSearched() {
    return role() == Role.Kind.SEARCHED;
  }

  private Role.Kind role() {
    Role role = component.getAnnotation(Role.class);
    return role == null ? Role.Kind.SEARCHED : role.value();
  }

  /** The record of {@link RunConfig} that the setting is a component of. */
  public Class<?> group() {
    return part.getType();
  }

  /** The type of a value; of an optional or repeated one, that of the element. */
  public Class<?> type() {
    return component.getType() == Optional.class || isList() ? element() : component.getType();
  }

  /** The type of a value as a command line reads it. */
  public Class<?> optionType() {
    return READ_LATER.contains(type()) ? String.class : type();
  }

  public boolean isWhole() {
    return Stream.of(int.class, long.class, Integer.class, Long.class).anyMatch(type()::equals);
  }

  public boolean isReal() {
    return type() == double.class || type() == Double.class;
  }

  boolean isPath() {
    return type() == Path.class;
  }

  public boolean isList() {
    return component.getType() == List.class;
  }

  private Class<?> element() {
    Type argument = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    return (Class<?>) argument;
  }

  /** The value in a configuration; an optional one is an {@link Optional}. */
  public Object valueIn(RunConfig config) {
    return get(component, get(part, config));
  }

  /** A value as an option of a command line or a file has it, in the form of the record. */
  Object wrapped(Object value) {
    if (component.getType() == Optional.class) {
      return value instanceof Optional<?> ? value : Optional.of(value);
    }
    return value instanceof Collection<?> values ? List.copyOf(values) : value;
  }

  /** A value as text: {@code 0.001}, {@code conv2d,conv2d_1}; empty if there is none. */
  public static Optional<String> text(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(Object::toString);
    }
    if (value instanceof Collection<?> values) {
      return values.isEmpty()
          ? Optional.empty()
          : Optional.of(values.stream().map(Object::toString).collect(Collectors.joining(",")));
    }
    return Optional.of(value.toString());
  }

  /** A value as a command line has it: the elements of a list with commas between. */
  public static String joined(JsonNode json) {
    if (!json.isArray()) {
      return json.asText();
    }
    List<String> texts = new ArrayList<>();
    json.forEach(element -> texts.add(element.asText()));
    return String.join(",", texts);
  }

  /**
   * Reads a value from text.
   *
   * @throws SettingException if it is no value of the setting's type
   */
  public Object parse(String text) {
    if (isList()) {
      List<Object> values = new ArrayList<>();
      for (String each : text.split(",", -1)) {
        values.add(element(each));
      }
      return List.copyOf(values);
    }
    return wrapped(element(text));
  }

  /**
   * Reads a value from JSON: a text, a number, true, false, or a list of such.
   *
   * @throws SettingException if it is no value of the setting's type
   */
  Object parse(JsonNode json) {
    if (json.isArray() && isList()) {
      List<Object> values = new ArrayList<>();
      json.forEach(each -> values.add(element(scalar(each))));
      return List.copyOf(values);
    }
    if (json.isArray()) {
      json.forEach(this::scalar);
      return parse(joined(json));
    }
    return parse(scalar(json));
  }

  private String scalar(JsonNode json) {
    if (!json.isValueNode() || json.isNull()) {
      throw new SettingException(
          name(), "must be a text, a number, true, false or a list of such, got " + json);
    }
    return json.asText();
  }

  private Object element(String text) {
    Class<?> type = type();
    if (type == boolean.class) {
      if (!text.equals("true") && !text.equals("false")) {
        throw new SettingException(name(), "must be true or false, got '%s'".formatted(text));
      }
      return Boolean.valueOf(text);
    }
    if (type.isEnum()) {
      return constant(type, text);
    }
    Function<String, Object> reader = READERS.get(type);
    if (reader == null) {
      throw new IllegalStateException("no reader of " + type);
    }
    try {
      return reader.apply(text);
    } catch (NumberFormatException e) {
      throw new SettingException(
          name(), "must be a %snumber, got '%s'".formatted(isWhole() ? "whole " : "", text));
    } catch (IllegalArgumentException e) {
      throw SettingException.of(e);
    }
  }

  private Object constant(Class<?> type, String text) {
    List<String> known = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equalsIgnoreCase(text)
          || constant.toString().equalsIgnoreCase(text)) {
        return constant;
      }
      known.add(constant.toString());
    }
    throw new SettingException(
        name(), "must be one of %s, got '%s'".formatted(String.join(", ", known), text));
  }

  private static Object get(RecordComponent component, Object owner) {
    try {
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record has accessors: " + component, e);
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
