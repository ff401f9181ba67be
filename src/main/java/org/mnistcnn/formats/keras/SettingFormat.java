package org.mnistcnn.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.mnistcnn.common.Names;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Constraint;
import org.mnistcnn.nn.Initializer;
import org.mnistcnn.nn.Regularizer;
import org.mnistcnn.nn.compile.LearningRate;
import org.mnistcnn.nn.layers.Axes;
import org.mnistcnn.nn.layers.Padding;
import org.mnistcnn.nn.layers.Size;

/** How single settings stand in Keras's JSON, by their Java type. */
final class SettingFormat {

  private static final Map<String, Activation> ACTIVATIONS = activations();

  private static final Map<String, Padding> PADDINGS = Names.constants(Padding.class);

  private SettingFormat() {}

  /**
   * Reads a setting.
   *
   * @param type of a record's component
   * @throws IllegalArgumentException if {@code json} holds no such value; the message starts with
   *     the rule, as in {@code must be true or false}
   */
  static Object read(JsonNode json, Type type) {
    if (type == int.class || type == Integer.class) {
      return integer(json);
    } else if (type == long.class || type == Long.class) {
      require(json.isIntegralNumber() && json.canConvertToLong(), "a whole number", json);
      return json.longValue();
    } else if (type == double.class || type == Double.class) {
      return number(json);
    } else if (type == OptionalDouble.class) {
      return json.isNull() ? OptionalDouble.empty() : OptionalDouble.of(number(json));
    } else if (type == boolean.class) {
      require(json.isBoolean(), "true or false", json);
      return json.booleanValue();
    } else if (type == Size.class) {
      return size(json);
    } else if (type == Padding.class) {
      return named(json, PADDINGS);
    } else if (type == Activation.class) {
      return json.isNull() ? Activation.LINEAR : named(json, ACTIVATIONS);
    } else if (type == Initializer.class) {
      return InitializerFormat.read(json);
    } else if (type == Regularizer.class) {
      return RegularizerFormat.read(json);
    } else if (type == Constraint.class) {
      return ConstraintFormat.read(json);
    } else if (type instanceof ParameterizedType list) {
      return list(json, list.getActualTypeArguments()[0]);
    } else if (type == Axes.class) {
      return json.isNull() ? Axes.NONE : new Axes(axes(json));
    } else if (type == LearningRate.class) {
      return LearningRateFormat.read(json);
    }
    throw new IllegalStateException("no format for " + type);
  }

  /** Reads the setting of a key, with which the message of a refusal starts. */
  static Object read(String key, JsonNode json, Type type) {
    try {
      return read(json, type);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  static JsonNode write(Object value) {
    if (value instanceof Integer number) {
      return IntNode.valueOf(number);
    } else if (value instanceof Long number) {
      return LongNode.valueOf(number);
    } else if (value instanceof Double number) {
      return DoubleNode.valueOf(number);
    } else if (value instanceof OptionalDouble number) {
      return number.isPresent() ? DoubleNode.valueOf(number.getAsDouble()) : NullNode.instance;
    } else if (value instanceof Boolean flag) {
      return BooleanNode.valueOf(flag);
    } else if (value instanceof Size size) {
      return JsonNodeFactory.instance.arrayNode().add(size.height()).add(size.width());
    } else if (value instanceof Padding padding) {
      return TextNode.valueOf(padding.kerasName());
    } else if (value instanceof Activation activation) {
      return TextNode.valueOf(activation.kerasName());
    } else if (value instanceof Initializer initializer) {
      return InitializerFormat.write(initializer);
    } else if (value instanceof Regularizer regularizer) {
      return RegularizerFormat.write(regularizer);
    } else if (value instanceof Constraint constraint) {
      return ConstraintFormat.write(constraint);
    } else if (value instanceof List<?> list) {
      return list.size() == 1 && list.get(0) instanceof Integer axis ? write(axis) : list(list);
    } else if (value instanceof Axes axes) {
      return axes.equals(Axes.NONE) ? NullNode.instance : list(axes.numbers());
    } else if (value instanceof LearningRate rate) {
      return LearningRateFormat.write(rate);
    }
    throw new IllegalStateException("no format for " + value.getClass());
  }

  private static JsonNode list(List<?> values) {
    return JsonNodeFactory.instance
        .arrayNode()
        .addAll(values.stream().map(SettingFormat::write).toList());
  }

  static void require(boolean holds, String rule, JsonNode json) {
    if (!holds) {
      throw new IllegalArgumentException("must be %s, got %s".formatted(rule, json));
    }
  }

  private static double number(JsonNode json) {
    require(json.isNumber(), "a number", json);
    return json.doubleValue();
  }

  private static int integer(JsonNode json) {
    require(json.isIntegralNumber() && json.canConvertToInt(), "a whole number", json);
    return json.intValue();
  }

  private static Size size(JsonNode json) {
    if (json.isArray()) {
      require(json.size() == 2, "a whole number or two of them", json);
      return new Size(integer(json.get(0)), integer(json.get(1)));
    }
    return Size.square(integer(json));
  }

  private static List<?> list(JsonNode json, Type element) {
    if (element == Integer.class) {
      return axes(json);
    }
    require(json.isArray(), "a list", json);
    List<Object> values = new ArrayList<>();
    json.forEach(value -> values.add(read(value, element)));
    return values;
  }

  /** Keras also takes one axis as a number. */
  private static List<Integer> axes(JsonNode json) {
    if (!json.isArray()) {
      return List.of(integer(json));
    }
    List<Integer> axes = new ArrayList<>();
    json.forEach(axis -> axes.add(integer(axis)));
    return axes;
  }

  private static <T> T named(JsonNode json, Map<String, T> known) {
    require(json.isTextual(), "a name", json);
    T value = known.get(json.textValue());
    if (value == null) {
      throw new IllegalArgumentException(Names.unknown("name", json.textValue(), known.keySet()));
    }
    return value;
  }

  private static Map<String, Activation> activations() {
    Map<String, Activation> activations = Names.constants(Activation.class);
    activations.put("swish", Activation.SILU);
    activations.put("hard_swish", Activation.HARD_SILU);
    return activations;
  }
}
