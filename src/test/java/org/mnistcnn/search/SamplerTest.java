package org.mnistcnn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Samplers on functions whose best value is known. */
final class SamplerTest {

  private static final int SEEDS = 30;
  private static final int TRIALS = 40;

  private static double number(Map<String, String> settings, String name) {
    return Double.parseDouble(settings.getOrDefault(name, ""));
  }

  /** Branin's function; its least value, 0.397887, is in three places. */
  private static double branin(Map<String, String> settings) {
    double x = number(settings, "x");
    double y = number(settings, "y");
    double a = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
    return -(a * a + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10);
  }

  @Test
  void tpeBeatsRandomOnBranin() {
    requireBetter(
        SearchSpace.parse(
            "{\"x\": {\"min\": -5.0, \"max\": 10.0}, \"y\": {\"min\": 0.0, \"max\": 15.0}}"),
        SamplerTest::branin);
  }

  @Test
  void tpeBeatsRandomOnAQuadraticOfFourOnALogarithmicScale() {
    requireBetter(
        SearchSpace.parse(
            """
            {"a": {"min": 1e-5, "max": 1e-1, "log": true},
             "b": {"min": 1e-5, "max": 1e-1, "log": true},
             "c": {"min": 0.0, "max": 1.0},
             "d": {"min": 1, "max": 64}}
            """),
        settings ->
            -square(Math.log10(number(settings, "a")) + 3)
                - square(Math.log10(number(settings, "b")) + 2)
                - square(4 * number(settings, "c") - 1)
                - square(number(settings, "d") / 16 - 2));
  }

  @Test
  void tpeBeatsRandomOnChoices() {
    String letters = "{\"choices\": [\"p\", \"q\", \"r\", \"s\", \"t\", \"u\"]}";
    requireBetter(
        SearchSpace.parse(
            "{\"a\": %1$s, \"b\": %1$s, \"c\": %1$s, \"d\": %1$s}".formatted(letters)),
        settings ->
            settings.values().stream().mapToDouble(letter -> -"prqtus".indexOf(letter)).sum());
  }

  @Test
  void tpeLearnsParametersThatAreNotAlwaysSet() {
    requireBetter(
        SearchSpace.parse(
            """
            {"kind": {"choices": ["one", "two", "three"]},
             "x": {"min": 0.0, "max": 1.0, "when": {"kind": "two"}},
             "y": {"min": 0.0, "max": 1.0, "when": {"kind": ["one", "two"]}}}
            """),
        settings ->
            settings.containsKey("x")
                ? 1 - square(number(settings, "x") - 0.2) - square(number(settings, "y") - 0.9)
                : -1);
  }

  @Test
  void failedTrialsKeepTpeAway() {
    SearchSpace space = SearchSpace.parse("{\"x\": {\"min\": 0.0, \"max\": 1.0}}");
    List<Observation> observations =
        observations(
            new TpeSampler(),
            space,
            settings ->
                number(settings, "x") > 0.5 ? Double.NEGATIVE_INFINITY : number(settings, "x"),
            3);
    long failed =
        observations.subList(20, TRIALS).stream()
            .filter(seen -> Double.isInfinite(seen.score()))
            .count();
    assertThat(failed).isLessThan(10);
  }

  @Test
  void theSameSeedGivesTheSameSettings() {
    SearchSpace space =
        SearchSpace.parse(
            "{\"x\": {\"min\": -5.0, \"max\": 10.0}, \"y\": {\"min\": 0.0, \"max\": 15.0}}");
    assertThat(observations(new TpeSampler(), space, SamplerTest::branin, 7))
        .isEqualTo(observations(new TpeSampler(), space, SamplerTest::branin, 7))
        .isNotEqualTo(observations(new TpeSampler(), space, SamplerTest::branin, 8));
  }

  @Test
  void densitiesAddUpToOne() {
    Density density = new ParzenDensity(new double[] {0.05, 0.3, 0.32, 0.99});
    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      sum += density.at((i + 0.5) / 10_000) / 10_000;
    }
    assertThat(sum).isCloseTo(1, within(1e-4));
  }

  private static double square(double x) {
    return x * x;
  }

  private static void requireBetter(
      SearchSpace space, ToDoubleFunction<Map<String, String>> function) {
    double[] random = bests(new RandomSampler(), space, function);
    double[] tpe = bests(new TpeSampler(), space, function);
    int wins = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      wins += tpe[seed] > random[seed] ? 1 : tpe[seed] == random[seed] ? 0 : -1;
    }
    assertThat(Arrays.stream(tpe).average().orElseThrow())
        .isGreaterThan(Arrays.stream(random).average().orElseThrow());
    assertThat(wins).as("seeds won less those lost, of %d", SEEDS).isGreaterThan(SEEDS / 5);
  }

  private static double[] bests(
      Sampler sampler, SearchSpace space, ToDoubleFunction<Map<String, String>> function) {
    double[] bests = new double[SEEDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      bests[seed] =
          observations(sampler, space, function, seed).stream()
              .mapToDouble(Observation::score)
              .max()
              .orElseThrow();
    }
    return bests;
  }

  private static List<Observation> observations(
      Sampler sampler,
      SearchSpace space,
      ToDoubleFunction<Map<String, String>> function,
      int seed) {
    List<Observation> observations = new ArrayList<>();
    for (int trial = 0; trial < TRIALS; trial++) {
      Map<String, String> settings =
          sampler.sample(space, observations, new SplittableRandom(1000L * seed + trial));
      observations.add(new Observation(settings, 0, function.applyAsDouble(settings)));
    }
    return observations;
  }
}
