package org.mnistcnn.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is searched.
 *
 * @param parameters in an order in which each one's conditions name parameters before it
 */
public record SearchSpace(List<Parameter> parameters) {

  /**
   * @throws IllegalArgumentException if there is none, or a condition can't be met
   */
  public SearchSpace {
    parameters = List.copyOf(parameters);
    if (parameters.isEmpty()) {
      throw new IllegalArgumentException("a search space must have a parameter, got none");
    }
    List<Parameter> before = new ArrayList<>();
    for (Parameter parameter : parameters) {
      parameter.conditions().forEach(condition -> requireMeetable(parameter, condition, before));
      before.add(parameter);
    }
  }

  /** Reads a space from JSON, whose form {@link SpaceFormat} describes. */
  public static SearchSpace parse(String json) {
    return SpaceFormat.parse(json);
  }

  /**
   * Settings within the space.
   *
   * @param value gives the value of each parameter that is set
   */
  Map<String, String> settings(Function<Parameter, String> value) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      if (parameter.isSet(settings)) {
        settings.put(parameter.name(), value.apply(parameter));
      }
    }
    return Collections.unmodifiableMap(settings);
  }

  /** The parameters with more than one value. */
  public List<Parameter> searched() {
    return parameters.stream().filter(Parameter::isSearched).toList();
  }

  private static void requireMeetable(
      Parameter parameter, Parameter.Condition condition, List<Parameter> before) {
    Domain domain =
        before.stream()
            .filter(other -> other.name().equals(condition.parameter()))
            .map(Parameter::domain)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s: when must name a parameter that stands before it, got %s"
                            .formatted(parameter.name(), condition.parameter())));
    if (!(domain instanceof Domain.Choice choice)) {
      throw new IllegalArgumentException(
          "%s: when must name a parameter with choices, got %s"
              .formatted(parameter.name(), condition.parameter()));
    }
    for (String value : condition.values()) {
      if (!choice.values().contains(value)) {
        throw new IllegalArgumentException(
            "%s: when must name a choice of %s, of which there are %s, got %s"
                .formatted(parameter.name(), condition.parameter(), choice.values(), value));
      }
    }
  }
}
