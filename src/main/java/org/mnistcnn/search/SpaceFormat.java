package org.mnistcnn.search;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.mnistcnn.common.Json;

/**
 * A search space in JSON: an object with a member for each parameter, which is {@code {"min": 1e-4,
 * "max": 1e-2, "log": true}}, {@code {"min": 32, "max": 256, "step": 32}}, {@code {"choices":
 * ["adam", "sgd"]}}, each with {@code "when": {"optimizer": "sgd"}} or without, or a fixed value.
 * Bounds without a point or an exponent are whole numbers.
 */
final class SpaceFormat {

  private static final Set<String> RANGE = Set.of("min", "max", "log", "step", "when");
  private static final Set<String> CHOICE = Set.of("choices", "when");

  private SpaceFormat() {}

  /**
   * @throws IllegalArgumentException if it is none; the message names the parameter
   */
  static SearchSpace parse(String json) {
    JsonNode root;
    try {
      root = Json.MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "not JSON: %s (line %d)"
              .formatted(
                  e.getOriginalMessage().replaceAll("\\s*\\R\\s*", " "),
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
          e);
    }
    if (!root.isObject()) {
      throw new IllegalArgumentException(
          "a search space must be a JSON object of parameters, such as"
              + " {\"learning-rate\": {\"min\": 1e-4, \"max\": 1e-2, \"log\": true}}");
    }
    List<Parameter> parameters = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      try {
        parameters.add(parameter(entry.getKey(), entry.getValue()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(entry.getKey() + ": " + e.getMessage(), e);
      }
    }
    return new SearchSpace(parameters);
  }

  private static Parameter parameter(String name, JsonNode node) {
    if (!node.isObject()) {
      return new Parameter(name, new Domain.Choice(List.of(scalar(node))), List.of());
    }
    boolean choice = node.has("choices");
    requireMembers(node, choice ? CHOICE : RANGE);
    return new Parameter(name, choice ? choices(node.path("choices")) : range(node), when(node));
  }

  private static void requireMembers(JsonNode node, Set<String> known) {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (!known.contains(member.getKey())) {
        throw new IllegalArgumentException(
            "members must be min, max, log, step and when, or choices and when, got "
                + member.getKey());
      }
    }
  }

  private static Domain choices(JsonNode node) {
    if (!node.isArray()) {
      throw new IllegalArgumentException("choices must be a list, got " + node);
    }
    List<String> values = new ArrayList<>();
    node.forEach(value -> values.add(scalar(value)));
    return new Domain.Choice(values);
  }

  private static Domain range(JsonNode node) {
    JsonNode log = node.path("log");
    if (!log.isMissingNode() && !log.isBoolean()) {
      throw new IllegalArgumentException("log must be true or false, got " + log);
    }
    double min = number(node, "min");
    double max = number(node, "max");
    OptionalDouble step =
        node.has("step") ? OptionalDouble.of(number(node, "step")) : OptionalDouble.empty();
    boolean whole =
        node.path("min").isIntegralNumber()
            && node.path("max").isIntegralNumber()
            && (!node.has("step") || node.path("step").isIntegralNumber());
    return new Domain.Range(min, max, log.asBoolean(), whole, step);
  }

  private static double number(JsonNode node, String member) {
    JsonNode value = node.path(member);
    if (value.isMissingNode()) {
      throw new IllegalArgumentException(member + " is missing; a range has min and max");
    }
    if (!value.isNumber()) {
      throw new IllegalArgumentException("%s must be a number, got %s".formatted(member, value));
    }
    return value.doubleValue();
  }

  private static List<Parameter.Condition> when(JsonNode node) {
    JsonNode when = node.path("when");
    if (when.isMissingNode()) {
      return List.of();
    }
    if (!when.isObject() || when.isEmpty()) {
      throw new IllegalArgumentException(
          "when must be an object such as {\"optimizer\": [\"sgd\"]}, got " + when);
    }
    List<Parameter.Condition> conditions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : when.properties()) {
      List<String> values = new ArrayList<>();
      if (entry.getValue().isArray()) {
        entry.getValue().forEach(value -> values.add(scalar(value)));
      } else {
        values.add(scalar(entry.getValue()));
      }
      if (values.isEmpty()) {
        throw new IllegalArgumentException("when must name a choice of " + entry.getKey());
      }
      conditions.add(new Parameter.Condition(entry.getKey(), values));
    }
    return conditions;
  }

  private static String scalar(JsonNode node) {
    if (!node.isTextual() && !node.isNumber() && !node.isBoolean()) {
      throw new IllegalArgumentException(
          "a value must be a string, a number, true or false, got %s; several are".formatted(node)
              + " {\"choices\": [...]}");
    }
    return node.asText();
  }
}
