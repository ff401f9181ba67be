package org.mnistcnn.cli.options;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.Json;
import org.mnistcnn.common.Names;

/** A file of options: a JSON object with the names of options, without hyphens in front. */
final class ConfigFile {

  private ConfigFile() {}

  /**
   * Reads the options, in the file's order.
   *
   * @param known the names that the file may have
   * @throws InvalidDataException if the file is no such object, or has another name
   */
  static ObjectNode read(Path file, List<String> known) throws IOException {
    JsonNode root;
    try {
      root = Json.MAPPER.readTree(Files.readString(file));
    } catch (JacksonException e) {
      throw new InvalidDataException("%s: not JSON: %s".formatted(file, e.getOriginalMessage()));
    }
    if (!(root instanceof ObjectNode object)) {
      throw new InvalidDataException(
          "%s: must be a JSON object of options, such as {\"epochs\": 5}, got %s"
              .formatted(file, root.isMissingNode() ? "nothing" : root.getNodeType()));
    }
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String key = entry.getKey();
      if (!known.contains(key)) {
        throw new InvalidDataException(
            "%s: %s".formatted(file, Names.unknown("option", key, known)));
      }
      JsonNode value = entry.getValue();
      if (!isScalar(value) && !(value.isArray() && areScalars(value))) {
        throw new InvalidDataException(
            "%s: %s must be a text, a number, true, false or a list of such, got %s"
                .formatted(file, key, value));
      }
    }
    return object;
  }

  private static boolean isScalar(JsonNode value) {
    return value.isValueNode() && !value.isNull();
  }

  private static boolean areScalars(JsonNode values) {
    for (JsonNode value : values) {
      if (!isScalar(value)) {
        return false;
      }
    }
    return true;
  }
}
