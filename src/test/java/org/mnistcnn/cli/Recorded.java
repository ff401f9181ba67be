package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mnistcnn.common.Json;
import org.mnistcnn.engine.device.Processor;
import org.mnistcnn.train.History;
import org.mnistcnn.train.HistoryCsv;

/**
 * What version 0.1 came to, see {@code version01/README.md}: the weights on the processors that are
 * recorded, and on all others losses that differ by no more than the last bits of weights make.
 */
final class Recorded {

  static final Path VERSION_0_1 =
      Path.of("src", "test", "resources", "org", "mnistcnn", "version01");

  /** In percent; the losses of two processors were seen to differ by less than 0.1. */
  private static final double TOLERANCE = 2;

  private static final JsonNode RECORDED = read(VERSION_0_1.resolve("recorded.json"));

  private Recorded() {}

  private static JsonNode read(Path file) {
    try {
      return Json.MAPPER.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Refuses a run of another course, or with other weights. */
  static void assertSameRun(String recorded, Path outputs, String name) throws IOException {
    List<History.Epoch> epochs =
        HistoryCsv.read(outputs.resolve("runs").resolve(name).resolve("history.csv")).epochs();

    assertThat(epochs.get(epochs.size() - 1).logs().get("loss"))
        .isCloseTo(RECORDED.at("/losses/" + recorded).asDouble(), withinPercentage(TOLERANCE));
    assertSameWeights(recorded, outputs, name);
  }

  /** Refuses other weights, where the processor is recorded. */
  static void assertSameWeights(String recorded, Path outputs, String name) {
    JsonNode card =
        read(
            outputs
                .resolve("savedmodel")
                .resolve(name)
                .resolve("1")
                .resolve("assets.extra")
                .resolve("model_card.json"));
    String weights = card.path("weights_sha256").asText();

    assertThat(weights).matches("[0-9a-f]{64}");
    for (JsonNode processor : RECORDED.path("processors")) {
      if (isThis(processor)) {
        assertThat(weights).isEqualTo(processor.at("/weights/" + recorded).asText());
      }
    }
  }

  private static boolean isThis(JsonNode processor) {
    Processor own = Processor.ofThisMachine();
    return own.threads() == processor.path("threads").asInt()
        && own.vectorUnits()
            .map(units -> String.join(" ", units))
            .equals(java.util.Optional.of(processor.path("vector_units").asText()));
  }

  /** Refuses a search with other trials, or trials of another course. */
  static void assertSameTrials(String recorded, Path table) throws IOException {
    List<JsonNode> settings = new ArrayList<>();
    List<JsonNode> measures = new ArrayList<>();
    for (String line : Files.readAllLines(table)) {
      JsonNode entry = Json.MAPPER.readTree(line);
      if (entry.has("started")) {
        settings.add(entry.at("/started/settings"));
      } else if (entry.has("finished")) {
        measures.add(entry.at("/finished/measures"));
      }
    }
    JsonNode trials = RECORDED.at("/trials/" + recorded);

    assertThat(measures).hasSize(trials.size());
    for (int i = 0; i < trials.size(); i++) {
      assertThat(settings.get(i)).isEqualTo(trials.get(i).path("settings"));
      for (String measure : List.of("loss", "val_loss", "val_accuracy")) {
        // Of 400 or 80 images, a few may be seen otherwise.
        assertThat(measures.get(i).path(measure).asDouble())
            .as("%s of trial %d", measure, i + 1)
            .isCloseTo(
                trials.get(i).path(measure).asDouble(),
                withinPercentage(measure.equals("val_accuracy") ? 3 * TOLERANCE : TOLERANCE));
      }
    }
  }
}
