package org.mnistcnn.gates;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mnistcnn.common.Json;
import org.mnistcnn.metrics.ClassScores;
import org.mnistcnn.metrics.McNemar;
import org.mnistcnn.metrics.MeasureName;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.metrics.Scores;

/**
 * All bounds of one build.
 *
 * @param gates in the order in which they are shown
 * @param baseline what drops are measured from
 */
public record Gates(List<Gate> gates, Optional<Baseline> baseline) {

  /** A drop that chance gives more often than this is taken for noise. */
  private static final double SIGNIFICANCE = 0.05;

  public Gates {
    gates = List.copyOf(gates);
    boolean drops = gates.stream().anyMatch(gate -> gate.kind() == Gate.Kind.MAX_DROP);
    if (drops && baseline.isEmpty()) {
      throw new IllegalArgumentException(
          "a largest drop needs a baseline: name the metrics.json of an earlier report");
    }
    if (!drops && baseline.isPresent()) {
      throw new IllegalArgumentException(
          "a baseline has no effect without a largest drop: name one, such as accuracy=0.002");
    }
  }

  /**
   * Reads {@code gates.json}: objects {@code fail_under}, {@code fail_over} and {@code max_drop} of
   * bounds by measure.
   *
   * @throws IOException if there is no such file
   * @throws IllegalArgumentException if it is not of that form; the message names file and place
   */
  public static List<Gate> read(Path file) throws IOException {
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(file.toFile());
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "%s: not JSON: %s".formatted(file, e.getOriginalMessage()), e);
    }
    if (!json.isObject()) {
      throw wrong(file, "a gates.json must be an object with " + kinds());
    }
    List<Gate> gates = new ArrayList<>();
    for (Map.Entry<String, JsonNode> group : json.properties()) {
      Gate.Kind kind =
          Arrays.stream(Gate.Kind.values())
              .filter(known -> known.toString().equals(group.getKey()))
              .findFirst()
              .orElseThrow(
                  () -> wrong(file, "\"%s\" is none of %s".formatted(group.getKey(), kinds())));
      if (!group.getValue().isObject()) {
        throw wrong(
            file,
            "%s must be an object of bounds by measure, such as {\"accuracy\": 0.99}"
                .formatted(kind));
      }
      for (Map.Entry<String, JsonNode> bound : group.getValue().properties()) {
        if (!bound.getValue().isNumber()) {
          throw wrong(
              file,
              "%s of %s must be a number, got %s"
                  .formatted(kind, bound.getKey(), bound.getValue()));
        }
        gates.add(new Gate(kind, bound.getKey(), bound.getValue().doubleValue()));
      }
    }
    return gates;
  }

  private static String kinds() {
    return Arrays.toString(Gate.Kind.values());
  }

  private static IllegalArgumentException wrong(Path file, String problem) {
    return new IllegalArgumentException("%s: %s".formatted(file, problem));
  }

  /**
   * Refuses names of what is not there, before anything is computed.
   *
   * @throws IllegalArgumentException if a gate names an unknown measure or class, or one that the
   *     baseline lacks
   */
  public void requireKnown(List<String> classNames) {
    for (Gate gate : gates) {
      MeasureName name = gate.name(classNames);
      if (gate.kind() == Gate.Kind.MAX_DROP) {
        baseline.ifPresent(earlier -> earlier.value(name, classNames));
      }
    }
  }

  /** Holds a model's numbers against all bounds. */
  public GateResults check(Scores scores, Predictions predictions) {
    return new GateResults(gates.stream().map(gate -> check(gate, scores, predictions)).toList());
  }

  private GateResults.Result check(Gate gate, Scores scores, Predictions predictions) {
    MeasureName name = gate.name(predictions.classNames());
    double value = scores.value(name);
    if (Double.isNaN(value)) {
      return result(gate, value, false, "not defined for these samples");
    }
    return switch (gate.kind()) {
      case FAIL_UNDER -> result(gate, value, value >= gate.bound(), convention(name, scores));
      case FAIL_OVER -> result(gate, value, value <= gate.bound(), convention(name, scores));
      case MAX_DROP -> drop(gate, name, value, predictions);
    };
  }

  /** Why a measure of a class is 0 where there was nothing to measure. */
  private static String convention(MeasureName name, Scores scores) {
    if (name.category().isEmpty()) {
      return "";
    }
    ClassScores of = scores.report().classes().get(name.category().get());
    return switch (name.measure()) {
      case RECALL -> of.support() == 0 ? "no sample is of this class: counts as 0" : "";
      case PRECISION -> of.predicted() == 0 ? "never predicted: counts as 0" : "";
      case F1 -> of.isThere() ? "" : "neither there nor predicted: counts as 0";
      default -> "";
    };
  }

  private static GateResults.Result result(
      Gate gate, double value, boolean passed, String explanation) {
    return new GateResults.Result(gate, value, passed, explanation);
  }

  private GateResults.Result drop(
      Gate gate, MeasureName name, double value, Predictions predictions) {
    Baseline earlier = baseline.orElseThrow();
    double before = earlier.value(name, predictions.classNames());
    if (Double.isNaN(before)) {
      return result(gate, value, false, "not defined in the baseline");
    }
    double drop = name.measure().higherIsBetter() ? before - value : value - before;
    String was =
        String.format(
            Locale.ROOT,
            "baseline %.6f, %s by %.6f",
            before,
            drop > 0 ? "worse" : "better",
            Math.abs(drop));
    if (drop == 0) {
      was = String.format(Locale.ROOT, "baseline %.6f, the same", before);
    }
    OptionalDouble chance = chance(name, predictions, earlier);
    if (chance.isPresent()) {
      was += String.format(Locale.ROOT, ", McNemar's p = %.4g", chance.getAsDouble());
    }
    boolean noise = chance.isPresent() && chance.getAsDouble() >= SIGNIFICANCE;
    boolean over = drop > gate.bound();
    return result(gate, value, !over || noise, was + (over && noise ? ": taken for noise" : ""));
  }

  /** How often chance alone gives such a difference, where both models' predictions are known. */
  private static OptionalDouble chance(
      MeasureName name, Predictions predictions, Baseline earlier) {
    boolean ofSamples =
        name.measure() == MeasureName.Measure.ACCURACY
            || name.measure() == MeasureName.Measure.RECALL;
    if (!ofSamples
        || earlier.predictions().isEmpty()
        || !McNemar.sameSamples(predictions, earlier.predictions().get())) {
      return OptionalDouble.empty();
    }
    McNemar test =
        McNemar.of(
            predictions,
            earlier.predictions().get(),
            sample -> name.category().map(c -> predictions.actual(sample) == c).orElse(true));
    return OptionalDouble.of(test.pValue());
  }
}
