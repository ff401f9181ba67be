package org.mnistcnn.nn.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mnistcnn.nn.KerasNumbers;
import org.mnistcnn.nn.compile.LearningRate.Constant;
import org.mnistcnn.nn.compile.LearningRate.CosineDecay;
import org.mnistcnn.nn.compile.LearningRate.ExponentialDecay;
import org.mnistcnn.nn.compile.LearningRate.OneCycle;
import org.mnistcnn.nn.compile.LearningRate.PiecewiseConstantDecay;
import org.mnistcnn.nn.compile.LearningRate.PolynomialDecay;

/** Schedules against Keras's; one-cycle, which Keras has not, against PyTorch's formula. */
class LearningRateTest {

  private static final JsonNode KERAS = KerasNumbers.read("schedules.json");

  private static final Map<String, LearningRate> CASES =
      Map.ofEntries(
          Map.entry("constant", new Constant(0.01)),
          Map.entry("exponential", new ExponentialDecay(0.1, 10, 0.9)),
          Map.entry("exponential, staircase", new ExponentialDecay(0.1, 10, 0.5, true)),
          Map.entry(
              "piecewise",
              new PiecewiseConstantDecay(List.of(5L, 10L, 20L), List.of(0.1, 0.05, 0.01, 0.001))),
          Map.entry("cosine", new CosineDecay(0.1, 20)),
          Map.entry("cosine, alpha", new CosineDecay(0.1, 20, 0.1, OptionalDouble.empty(), 0)),
          Map.entry("cosine, warm-up", new CosineDecay(0, 15, 0.01, OptionalDouble.of(0.2), 5)),
          Map.entry("polynomial", new PolynomialDecay(0.1, 20)),
          Map.entry("polynomial, power", new PolynomialDecay(0.1, 20, 0.01, 2, false)),
          Map.entry("polynomial, cycle", new PolynomialDecay(0.1, 10, 0.01, 0.5, true)),
          Map.entry("one cycle", new OneCycle(0.1, 20)),
          Map.entry("one cycle, steep", new OneCycle(0.5, 21, 0.25, 10, 100)));

  private static Stream<String> cases() {
    return KerasNumbers.names(KERAS).stream();
  }

  @Test
  void everyScheduleHasACase() {
    assertThat(cases()).containsExactlyInAnyOrderElementsOf(CASES.keySet());
    KerasNumbers.assertEachHasACase(LearningRate.class, CASES.values().stream());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyStepHasKerassRate(String name) {
    LearningRate schedule = Objects.requireNonNull(CASES.get(name));
    JsonNode keras = KERAS.get(name);
    for (String step : KerasNumbers.names(keras)) {
      double expected = keras.get(step).asDouble();
      // Keras's cosine is a float32: near its end the rate has an error that is not relative.
      double allowed = KerasNumbers.TOLERANCE * expected + 2e-8;
      assertThat(schedule.at(Long.parseLong(step)))
          .as("%s at step %s", schedule, step)
          .isCloseTo(expected, Offset.offset(allowed));
    }
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    refused(() -> new Constant(0), "learningRate must be positive and finite, got 0.0");
    refused(() -> new ExponentialDecay(0.1, 0, 0.9), "decaySteps must be at least 1, got 0");
    refused(
        () -> new PiecewiseConstantDecay(List.of(5L), List.of(0.1)),
        "there must be at least one boundary and one value more than boundaries, got [5] and"
            + " [0.1]");
    refused(
        () -> new PiecewiseConstantDecay(List.of(5L, 5L), List.of(0.1, 0.2, 0.3)),
        "boundaries must rise, got [5, 5]");
    refused(
        () -> new CosineDecay(0.1, 20, 0, OptionalDouble.empty(), 5),
        "warmupSteps must be 0 without a warmupTarget and at least 1 with it, got 5 with"
            + " OptionalDouble.empty");
    refused(() -> new CosineDecay(0, 20), "the highest rate must be positive and finite, got 0.0");
    refused(
        () -> new PolynomialDecay(0.1, 20, -1, 1, false),
        "endLearningRate must be finite and not negative, got -1.0");
    refused(
        () -> new OneCycle(0.1, 3),
        "pctStart must be in (0, 1) and more than one of totalSteps, got 0.3 of 3");
  }

  private static void refused(Runnable construction, String message) {
    assertThatThrownBy(construction::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
