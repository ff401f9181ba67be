package org.mnistcnn.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.Names;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A file of options: a JSON object with the names of options, without hyphens in front. */
final class ConfigFile {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  /** The options that say what is done now, not what a run is. */
  private static final Set<String> REFUSED =
      Set.of("--help", "--version", "--config", "--resume", "--verbose");

  private ConfigFile() {}

  /**
   * Reads the options, in the file's order.
   *
   * @param command whose options they are
   * @return values as on a command line, by name with hyphens
   * @throws InvalidDataException if the file is no such object, or names an option that the command
   *     does not have
   */
  static Map<String, String> read(Path file, CommandSpec command) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(Files.readString(file));
    } catch (JacksonException e) {
      throw new InvalidDataException("%s: not JSON: %s".formatted(file, e.getOriginalMessage()));
    }
    if (!root.isObject()) {
      throw new InvalidDataException(
          "%s: must be a JSON object of options, such as {\"epochs\": 5}, got %s"
              .formatted(file, root.isMissingNode() ? "nothing" : root.getNodeType()));
    }
    List<String> known =
        command.options().stream()
            .map(OptionSpec::longestName)
            .filter(name -> !REFUSED.contains(name))
            .map(name -> name.substring(2))
            .toList();
    Map<String, String> settings = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      if (!known.contains(entry.getKey())) {
        throw new InvalidDataException(
            "%s: %s".formatted(file, Names.unknown("option", entry.getKey(), known)));
      }
      settings.put("--" + entry.getKey(), text(file, entry.getKey(), entry.getValue()));
    }
    return settings;
  }

  private static String text(Path file, String name, JsonNode value) throws InvalidDataException {
    if (value.isArray()) {
      List<String> texts = new ArrayList<>();
      for (JsonNode element : value) {
        texts.add(text(file, name, element));
      }
      return String.join(",", texts);
    }
    if (!value.isValueNode() || value.isNull()) {
      throw new InvalidDataException(
          "%s: %s must be a text, a number, true, false or a list of such, got %s"
              .formatted(file, name, value));
    }
    return value.asText();
  }
}
