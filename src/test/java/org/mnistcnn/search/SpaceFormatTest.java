package org.mnistcnn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpaceFormatTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\": {\"min\": 2, \"max\": 1}} | a: min must be less than max, got 2 and 1",
        "{\"a\": {\"min\": 1, \"max\": 1}} | a: min must be less than max, got 1 and 1",
        "{\"a\": {\"min\": 0, \"max\": 1, \"log\": true}} | a: min must be more than 0 where log is"
            + " true, got 0",
        "{\"a\": {\"min\": 0, \"max\": 4, \"step\": 5}} | a: step must be in (0, max - min], got 5",
        "{\"a\": {\"min\": 0, \"max\": 4, \"step\": 0}} | a: step must be in (0, max - min], got 0",
        "{\"a\": {\"min\": 1, \"max\": 4, \"step\": 1, \"log\": true}} | a: step does not go with"
            + " log: leave one of them out",
        "{\"a\": {\"min\": 1}} | a: max is missing; a range has min and max",
        "{\"a\": {\"min\": \"1\", \"max\": 2}} | a: min must be a number, got \"1\"",
        "{\"a\": {\"min\": 1, \"max\": 2, \"log\": 1}} | a: log must be true or false, got 1",
        "{\"a\": {\"min\": 1, \"max\": 1e999}} | a: min must be less than max, got 1 and Infinity",
        "{\"a\": {\"min\": 1, \"max\": 2, \"stpe\": 1}} | a: members must be min, max, log, step and"
            + " when, or choices and when, got stpe",
        "{\"a\": {\"choices\": []}} | a: choices must be at least one, got none",
        "{\"a\": {\"choices\": [1, \"1\"]}} | a: choices must differ, got [1, 1]",
        "{\"a\": {\"choices\": 3}} | a: choices must be a list, got 3",
        "{\"a\": [1, 2]} | a: a value must be a string, a number, true or false, got [1,2]; several"
            + " are {\"choices\": [...]}",
        "{\"a\": null} | a: a value must be a string, a number, true or false, got null; several are"
            + " {\"choices\": [...]}",
        "{} | a search space must have a parameter, got none",
        "{\"a\": {\"min\": 1, \"max\": 2, \"when\": {\"b\": 1}}, \"b\": 1} | a: when must name a"
            + " parameter that stands before it, got b",
        "{\"b\": {\"choices\": [1, 2]}, \"a\": {\"min\": 1, \"max\": 2, \"when\": {\"b\": 3}}} | a:"
            + " when must name a choice of b, of which there are [1, 2], got 3",
        "{\"b\": {\"min\": 1, \"max\": 2}, \"a\": {\"min\": 1, \"max\": 2, \"when\": {\"b\": 1}}} |"
            + " a: when must name a parameter with choices, got b",
        "{\"a\": {\"min\": 1, \"max\": 2, \"when\": 1}} | a: when must be an object such as"
            + " {\"optimizer\": [\"sgd\"]}, got 1",
      })
  void aSpaceThatIsNoneIsRefusedWithItsParameter(String json, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SearchSpace.parse(json))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{\"a\": 1, \"a\": 2}", "{\"a\": 1", "''", "{\"a\": 1} {}", "{\"a\": NaN}"})
  void whatIsNotJsonIsRefused(String json) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SearchSpace.parse(json == null ? "" : json))
        .withMessageMatching("not JSON: .*|a search space must be a JSON object .*");
  }

  @Test
  void valuesAreWithinTheSpace() {
    SearchSpace space =
        SearchSpace.parse(
            """
            {"rate": {"min": 1e-4, "max": 1e-2, "log": true},
             "size": {"min": 32, "max": 128, "step": 32},
             "layers": {"min": 1, "max": 3},
             "name": {"choices": ["a", "b"]},
             "only_b": {"min": 0.0, "max": 0.5, "step": 0.25, "when": {"name": "b"}},
             "fixed": true}
            """);
    RandomGenerator random = new SplittableRandom(1);
    Set<String> sizes = new TreeSet<>();
    Set<String> layers = new TreeSet<>();
    Set<String> halves = new TreeSet<>();
    int small = 0;
    for (int i = 0; i < 2000; i++) {
      Map<String, String> settings = new RandomSampler().sample(space, List.of(), random);
      double rate = Double.parseDouble(settings.getOrDefault("rate", ""));
      assertThat(rate).isBetween(1e-4, 1e-2);
      small += rate < 1e-3 ? 1 : 0;
      sizes.add(settings.getOrDefault("size", ""));
      layers.add(settings.getOrDefault("layers", ""));
      assertThat(settings.containsKey("only_b")).isEqualTo("b".equals(settings.get("name")));
      halves.add(settings.getOrDefault("only_b", "-"));
      assertThat(settings).containsEntry("fixed", "true");
    }
    assertThat(sizes).containsExactly("128", "32", "64", "96");
    assertThat(layers).containsExactly("1", "2", "3");
    assertThat(halves).containsExactly("-", "0", "0.25", "0.5");
    // Half of a logarithmic range lies below its geometric mean.
    assertThat(small).isBetween(900, 1100);
  }

  @Test
  void aValueLiesAtThePositionItCameFrom() {
    for (Domain domain :
        List.of(
            new Domain.Range(1e-5, 1, true, false, OptionalDouble.empty()),
            new Domain.Range(-3, 5, false, false, OptionalDouble.empty()),
            new Domain.Range(1, 1000, true, true, OptionalDouble.empty()),
            new Domain.Range(0, 10, false, true, OptionalDouble.of(3)),
            new Domain.Choice(List.of("a", "b", "c")))) {
      for (double position = 0; position <= 1; position += 0.01) {
        String value = domain.valueAt(position);
        assertThat(domain.valueAt(domain.positionOf(value))).as("%s", domain).isEqualTo(value);
      }
    }
  }
}
