package org.mnistcnn.search;

import java.util.List;
import java.util.Map;

/**
 * A setting that is searched.
 *
 * @param name as the program that trains calls it, such as {@code learning-rate}
 * @param domain the values that it may take
 * @param conditions when it is set at all: all of them must hold; empty for always
 */
public record Parameter(String name, Domain domain, List<Condition> conditions) {

  /**
   * What another parameter must be.
   *
   * @param parameter its name
   * @param values one of these
   */
  public record Condition(String parameter, List<String> values) {
    public Condition {
      values = List.copyOf(values);
    }
  }

  public Parameter {
    conditions = List.copyOf(conditions);
  }

  /** Whether it is set beside these settings, which have all parameters before it. */
  boolean isSet(Map<String, String> settings) {
    return conditions.stream()
        .allMatch(
            condition ->
                condition.values().contains(settings.getOrDefault(condition.parameter(), "")));
  }

  /** Whether there is anything to choose. */
  public boolean isSearched() {
    return domain.count() > 1;
  }
}
