package org.mnistcnn.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.Json;
import org.mnistcnn.formats.keras.KerasConfig;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.train.Checkpoint;
import org.mnistcnn.train.History;
import org.mnistcnn.zoo.Architecture;

/**
 * What a run is, as its checkpoints keep it: a resumed run must be the same.
 *
 * @param settings that decide the result; without those for which a file decides
 * @param network in Keras's JSON
 * @param data the training set by number of images and checksum
 * @param validation the same of the images to validate on, where the data set brings them
 * @param classNames the name of class 0, 1, ...
 * @param pictures how picture files become images, see {@link TrainedModel#PICTURES}
 * @param compilation the compile settings in Keras's JSON, where a file decides them
 * @param trial the trial of a search that the run is; empty if it is none
 */
record RunDescription(
    Overlay settings,
    String network,
    String data,
    Optional<String> validation,
    List<String> classNames,
    Optional<String> pictures,
    Optional<String> compilation,
    Optional<String> trial) {

  /** What version 0.1 called the parts beside the options. */
  private static final String NETWORK_0_1 = "the network";

  private static final String DATA_0_1 = "the training data";
  private static final String CLASS_NAMES_0_1 = "the class names";
  private static final String COMPILATION_0_1 = "the compile settings";
  private static final String TRIAL_0_1 = "the trial";

  RunDescription {
    classNames = List.copyOf(classNames);
  }

  /** The description as a checkpoint holds it. */
  String json() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.set("settings", settings.json());
    json.put("network", network);
    json.put("data", data);
    validation.ifPresent(value -> json.put("validation", value));
    classNames.forEach(json.putArray("classes")::add);
    pictures.ifPresent(value -> json.put("pictures", value));
    compilation.ifPresent(value -> json.put("compilation", value));
    trial.ifPresent(value -> json.put("trial", value));
    return Json.line(json);
  }

  /**
   * Reads the description in a checkpoint, of version 0.1 as well.
   *
   * @param place where the checkpoint is from, for messages
   * @throws IOException if there is none, as in a checkpoint that another program wrote
   */
  static RunDescription of(Checkpoint checkpoint, Path place) throws IOException {
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(checkpoint.description());
    } catch (JsonProcessingException e) {
      throw new InvalidDataException(
          "%s: the checkpoint does not say what it is of: %s"
              .formatted(place, e.getOriginalMessage()));
    }
    if (json.has(NETWORK_0_1)) {
      return ofVersion01(json);
    }
    if (!json.has("network")) {
      throw new InvalidDataException(
          "%s: the checkpoint does not hold its network".formatted(place));
    }
    List<String> classNames = new ArrayList<>();
    json.path("classes").forEach(name -> classNames.add(name.asText()));
    return new RunDescription(
        Overlay.parse(json.path("settings")),
        json.path("network").asText(),
        json.path("data").asText(),
        text(json, "validation"),
        classNames,
        text(json, "pictures"),
        text(json, "compilation"),
        text(json, "trial"));
  }

  /** A map of options with their hyphens, and of facts with names in prose. */
  private static RunDescription ofVersion01(JsonNode json) {
    Map<String, String> options = new LinkedHashMap<>();
    json.properties()
        .forEach(
            entry -> {
              String text = entry.getValue().asText();
              if (entry.getKey().startsWith("--") && !text.isEmpty()) {
                options.put(entry.getKey().substring(2), text);
              }
            });
    return new RunDescription(
        Overlay.ofTexts(options),
        json.path(NETWORK_0_1).asText(),
        json.path(DATA_0_1).asText(),
        Optional.empty(),
        text(json, CLASS_NAMES_0_1)
            .map(names -> List.of(names.split("\n", -1)))
            .orElseGet(List::of),
        text(json, TrainedModel.PICTURES),
        text(json, COMPILATION_0_1),
        text(json, TRIAL_0_1));
  }

  private static Optional<String> text(JsonNode json, String key) {
    return json.has(key) ? Optional.of(json.path(key).asText()) : Optional.empty();
  }

  /** Compile settings as a description holds them. */
  static String json(Compilation compilation) {
    return KerasConfig.json(compilation, compilation.optimizer().learningRate().at(0));
  }

  /** All images that decide the result, for people. */
  String images() {
    return images(data, validation);
  }

  /**
   * The same of a data set.
   *
   * @param data the training set by number of images and checksum
   * @param validation the same of the images to validate on that the data set brings
   */
  static String images(String data, Optional<String> validation) {
    return data + validation.map("; validation "::concat).orElse("");
  }

  Model model() {
    return KerasConfig.parse(network);
  }

  /** The compile settings that a file decided. */
  Optional<Compilation> compiled() {
    return compilation.map(KerasConfig::parseCompilation);
  }

  /** The configuration, with what belongs to this machine taken from another. */
  RunConfig config(RunConfig here) {
    Overlay local = Overlay.of(here).only(setting -> !setting.decides());
    return settings.and(local).over(RunConfig.DEFAULT);
  }

  /**
   * What those who find a model may know of its run: the settings, without paths of this machine,
   * the data, and the measures of the last epoch.
   */
  Map<String, String> published(List<History.Epoch> epochs) {
    Map<String, String> published = new LinkedHashMap<>();
    settings
        .only(setting -> !setting.isPath())
        .texts()
        .forEach(
            (key, text) -> {
              if (!key.equals("architecture") || Architecture.byName().containsKey(text)) {
                published.put(key, text);
              }
            });
    pictures.ifPresent(value -> published.put(TrainedModel.PICTURES, value));
    published.put(TrainedOn.DATA, data);
    validation.ifPresent(value -> published.put(TrainedOn.VALIDATION, value));
    if (!epochs.isEmpty()) {
      History.Epoch last = epochs.get(epochs.size() - 1);
      published.put("epochs done", Integer.toString(last.epoch() + 1));
      last.logs()
          .forEach(
              (measure, value) ->
                  published.put(measure, String.format(Locale.ROOT, "%.6g", value)));
    }
    return published;
  }

  /**
   * Checks what no setting shows.
   *
   * @param earlier what the run was when it was started
   * @throws IOException if anything is another now
   */
  void requireSame(RunDescription earlier) throws IOException {
    List<String> different = new ArrayList<>();
    if (!compilation.equals(earlier.compilation)
        && !asWrittenNow(compiled()).equals(asWrittenNow(earlier.compiled()))) {
      different.add("the compile settings");
    }
    // An earlier version wrote fewer keys of a layer.
    if (!network.equals(earlier.network) && !network.equals(KerasConfig.json(earlier.model()))) {
      different.add("the network");
    }
    if (!data.equals(earlier.data)) {
      different.add("the training data");
    }
    if (!validation.equals(earlier.validation)) {
      different.add("the validation data");
    }
    if (!different.isEmpty()) {
      throw new IOException(
          "cannot resume: not the same as when the run was started: "
              + String.join(", ", different)
              + "; bring it back, or start a new run");
    }
  }

  private static Optional<String> asWrittenNow(Optional<Compilation> compiled) {
    return compiled.map(RunDescription::json);
  }
}
