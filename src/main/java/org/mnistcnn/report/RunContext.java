package org.mnistcnn.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mnistcnn.common.AtomicFile;
import org.mnistcnn.common.Json;
import org.mnistcnn.common.WithBuilder;

/**
 * Where a model and its predictions come from, as far as it is known: each part is empty where it
 * is not. Everything is text for people, by name, in the order in which it is shown.
 *
 * @param model the network, layer by layer
 * @param settings what it was trained with
 * @param data the data sets, with their hashes
 * @param versions of the program and what it runs on
 * @param device what it ran on
 * @param seconds how long each part took
 */
@WithBuilder
public record RunContext(
    String model,
    Map<String, String> settings,
    Map<String, String> data,
    Map<String, String> versions,
    String device,
    Map<String, Double> seconds)
    implements RunContextBuilder.With {

  /** Rises when a field changes its meaning or goes. */
  private static final int SCHEMA = 1;

  public RunContext {
    settings = copy(settings);
    data = copy(data);
    versions = copy(versions);
    seconds = copy(seconds);
  }

  private static <T> Map<String, T> copy(Map<String, T> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** What is known of predictions that came without a story. */
  public static RunContext unknown() {
    return new RunContext("", Map.of(), Map.of(), Map.of(), "", Map.of());
  }

  public RunContext with(String part, double duration) {
    Map<String, Double> more = new LinkedHashMap<>(seconds);
    more.put(part, duration);
    return withSeconds(more);
  }

  public RunContext withData(String fact, String value) {
    Map<String, String> more = new LinkedHashMap<>(data);
    more.put(fact, value);
    return withData(more);
  }

  /** Keeps it for later reports, whole or not at all. */
  public void write(Path file) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("schema", SCHEMA);
    json.putAll(asMap());
    AtomicFile.write(file, Json.pretty(json));
  }

  /** What is known apart from the network, by headings for people. */
  Map<String, Map<String, String>> parts() {
    Map<String, Map<String, String>> parts = new LinkedHashMap<>();
    Map<String, String> times = new LinkedHashMap<>();
    seconds.forEach((part, duration) -> times.put(part, NumberFormat.seconds(duration)));
    parts.put("Settings", settings);
    parts.put("Data", data);
    parts.put("Device", device.isEmpty() ? Map.of() : Map.of("device", device));
    parts.put("Versions", versions);
    parts.put("Timings", times);
    parts.values().removeIf(Map::isEmpty);
    return parts;
  }

  /** Whether nothing is known. */
  boolean isEmpty() {
    return model.isEmpty() && parts().isEmpty();
  }

  /** All parts by name. */
  Map<String, Object> asMap() {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("model", model);
    parts.put("settings", settings);
    parts.put("data", data);
    parts.put("versions", versions);
    parts.put("device", device);
    parts.put("seconds", seconds);
    return parts;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if there is no such file, or it is something else
   */
  public static RunContext read(Path file) throws IOException {
    try {
      JsonNode json = Json.MAPPER.readTree(file.toFile());
      TypeReference<LinkedHashMap<String, String>> texts = new TypeReference<>() {};
      TypeReference<LinkedHashMap<String, Double>> numbers = new TypeReference<>() {};
      if (json.path("schema").asInt() != SCHEMA) {
        throw new IOException(
            "%s: schema must be %d, got %s; train again"
                .formatted(file, SCHEMA, json.path("schema")));
      }
      return new RunContext(
          json.path("model").asText(),
          Json.MAPPER.convertValue(json.path("settings"), texts),
          Json.MAPPER.convertValue(json.path("data"), texts),
          Json.MAPPER.convertValue(json.path("versions"), texts),
          json.path("device").asText(),
          Json.MAPPER.convertValue(json.path("seconds"), numbers));
    } catch (JacksonException e) {
      throw new IOException(
          "%s: not the file that train writes (%s); train again"
              .formatted(file, e.getOriginalMessage()),
          e);
    }
  }
}
