package org.mnistcnn.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

final class ImportanceTest {

  private static final SearchSpace SPACE =
      SearchSpace.parse(
          """
          {"a": {"min": 0.0, "max": 1.0}, "b": {"min": 0.0, "max": 1.0},
           "c": {"choices": ["p", "q", "r"]}}
          """);

  private static Map<String, Double> shares(int trials, ToDoubleFunction<double[]> function) {
    SplittableRandom random = new SplittableRandom(5);
    double[][] points = new double[trials][];
    double[] values = new double[trials];
    for (int i = 0; i < trials; i++) {
      points[i] =
          new double[] {random.nextDouble(), random.nextDouble(), (random.nextInt(3) + 0.5) / 3};
      values[i] = function.applyAsDouble(points[i]);
    }
    return Importance.shares(SPACE.searched(), points, values);
  }

  /** Var(3a) is 9/12 and Var(b) 1/12: 90 % and 10 %. */
  @Test
  void sharesOfALinearFunctionAreThoseOfItsVariance() {
    Map<String, Double> shares = shares(300, point -> 3 * point[0] + point[1]);
    assertThat(shares.keySet()).containsExactly("a", "b", "c");
    assertThat(shares.getOrDefault("a", 0.0)).isBetween(0.85, 0.93);
    assertThat(shares.getOrDefault("b", 0.0)).isBetween(0.06, 0.12);
    assertThat(shares.getOrDefault("c", 1.0)).isLessThan(0.01);
  }

  /** Of (a - 1/2)(b - 1/2) no parameter explains anything by itself. */
  @Test
  void whatParametersDoTogetherBelongsToNone() {
    Map<String, Double> shares = shares(300, point -> (point[0] - 0.5) * (point[1] - 0.5));
    assertThat(shares.values()).allMatch(share -> share < 0.2);
  }

  @Test
  void aChoiceCanMatterMost() {
    assertThat(shares(40, point -> point[2] > 0.6 ? 1 : 0.1 * point[0]).keySet().iterator().next())
        .isEqualTo("c");
  }

  @Test
  void theTableHoldsNamesWithCommasAndQuotesAndTheSameLineEndsEverywhere() {
    Map<String, Double> shares = new LinkedHashMap<>();
    shares.put("a, \"b\"", 0.75);
    shares.put("c", 0.125);
    assertThat(new Importance(shares, 8, 0).csv())
        .isEqualTo("parameter,importance\n\"a, \"\"b\"\"\",0.75\nc,0.125\n");
  }

  @Test
  void valuesThatAreAllTheSameAreDueToNothing() {
    assertThat(shares(20, point -> 1).values()).containsOnly(0.0);
  }
}
