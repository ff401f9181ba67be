package org.mnistcnn.app.ensemble;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.mnistcnn.app.Overlay;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.app.Setting;
import org.mnistcnn.app.TrainRun;
import org.mnistcnn.common.AtomicFile;
import org.mnistcnn.common.Json;
import org.mnistcnn.common.SettingException;

/**
 * An ensemble that is trained.
 *
 * @param members how many models to train: with the seeds S, S+1, ..., each validating on another
 *     block of the training set unless {@code settings} name one for all
 * @param weights how much each of them counts
 * @param settings what was said of their trainings
 */
public record EnsembleConfig(int members, Weighting weights, Overlay settings) {

  private static final String FILE = "ensemble.json";
  private static final String MEMBERS = "members";
  private static final String WEIGHTS = "weights";

  /** How much each member counts. */
  public enum Weighting {
    EQUAL,
    /** Shares that make the log loss smallest on images that no member has learned from. */
    FITTED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public EnsembleConfig {
    if (members < 2) {
      throw new SettingException("members", "must be at least 2, got " + members);
    }
  }

  /** What the report shows: the settings of the members, and those of the ensemble. */
  static Map<String, String> shown(RunConfig run, Map<String, String> own) {
    Map<String, String> shown = new TreeMap<>(run.deciding().texts());
    shown.putAll(own);
    return shown;
  }

  Map<String, String> own() {
    return Map.of(MEMBERS, Integer.toString(members), WEIGHTS, weights.toString());
  }

  /** Keeps what was said in the ensemble's directory, whole or not at all: to be resumed. */
  void write(Path directory) throws IOException {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put(MEMBERS, members);
    json.put(WEIGHTS, weights.toString());
    json.setAll(settings.only(Setting::decides).json());
    AtomicFile.write(directory.resolve(FILE), Json.pretty(json));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if there is no such file, or it is something else
   */
  public static EnsembleConfig read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      throw new IOException(
          "%s: no ensemble to resume; start a new one, or name the one to resume"
              .formatted(directory));
    }
    try {
      JsonNode json = Json.MAPPER.readTree(file.toFile());
      Map<String, String> texts = new LinkedHashMap<>();
      // Version 0.1 wrote options with their hyphens, and all values as texts.
      json.properties()
          .forEach(
              entry ->
                  texts.put(
                      entry.getKey().replaceFirst("^--", ""), Setting.joined(entry.getValue())));
      int members = Integer.parseInt(texts.getOrDefault(MEMBERS, ""));
      Weighting weights =
          Weighting.valueOf(
              texts.getOrDefault(WEIGHTS, Weighting.EQUAL.name()).toUpperCase(Locale.ROOT));
      texts.keySet().removeAll(List.of(MEMBERS, WEIGHTS));
      return new EnsembleConfig(members, weights, Overlay.ofTexts(texts));
    } catch (JsonProcessingException e) {
      throw damaged(file, e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static IOException damaged(Path file, String why, Exception cause) {
    return new IOException(
        "%s: damaged (%s): start the same ensemble again, which resumes it".formatted(file, why),
        cause);
  }

  /**
   * The ensemble with settings that are said again.
   *
   * @throws SettingException if one decides the result and was another
   */
  public EnsembleConfig resumed(Overlay given) {
    TrainRun.requireSame(given, settings);
    return new EnsembleConfig(members, weights, settings.and(given));
  }
}
