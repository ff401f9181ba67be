package org.mnistcnn.gates;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mnistcnn.common.Json;
import org.mnistcnn.metrics.MeasureName;
import org.mnistcnn.metrics.Predictions;

/**
 * An earlier model's numbers, from its {@code metrics.json}.
 *
 * @param file where they come from
 * @param metrics the file's content
 * @param predictions what that model predicted, if that is known: then noise is told from a drop
 */
public record Baseline(Path file, JsonNode metrics, Optional<Predictions> predictions) {

  /** The first layout whose macro means leave out classes that are not there. */
  private static final int MEANS_OF_THOSE_THERE = 3;

  /**
   * Reads the numbers.
   *
   * @throws IOException if there is no such file or it is no {@code metrics.json}
   */
  public static Baseline read(Path file, Optional<Predictions> predictions) throws IOException {
    JsonNode metrics;
    try {
      metrics = Json.MAPPER.readTree(file.toFile());
    } catch (JacksonException e) {
      throw new IOException(
          "%s: not a metrics.json (%s); name the one of an earlier report"
              .formatted(file, e.getOriginalMessage()),
          e);
    }
    if (!metrics.path("schema").isInt() || !metrics.path("accuracy").isNumber()) {
      throw new IOException(
          "%s: not a metrics.json (no schema or no accuracy in it); name the one of an earlier report"
              .formatted(file));
    }
    return new Baseline(file, metrics, predictions);
  }

  /**
   * The value of this name; NaN where it was not defined.
   *
   * @throws IllegalArgumentException if the baseline does not have it
   */
  double value(MeasureName name, List<String> classNames) {
    JsonNode found = metrics.path(name.measure().toString());
    if (name.category().isPresent()) {
      String wanted = classNames.get(name.category().get());
      for (JsonNode entry : metrics.path("per_class")) {
        if (entry.path("name").asText().equals(wanted)) {
          found = entry.path(name.measure().toString());
        }
      }
    }
    if (found.isMissingNode()) {
      throw new IllegalArgumentException(
          "the baseline %s has no %s: write it anew with this version"
              .formatted(file, name.text(classNames)));
    }
    if (name.measure().isMacroMean()
        && metrics.path("schema").asInt() < MEANS_OF_THOSE_THERE
        && hasEmptyClass()) {
      throw new IllegalArgumentException(
          "the baseline %s counts classes without samples in its %s: write it anew with this version"
              .formatted(file, name.text(classNames)));
    }
    return found.isNumber() ? found.doubleValue() : Double.NaN;
  }

  private boolean hasEmptyClass() {
    for (JsonNode entry : metrics.path("per_class")) {
      if (entry.path("support").isInt() && entry.path("support").intValue() == 0) {
        return true;
      }
    }
    return false;
  }
}
