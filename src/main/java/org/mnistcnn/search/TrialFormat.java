package org.mnistcnn.search;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import org.mnistcnn.common.Json;

/** Records from one line of JSON each: an absent member is an error. */
final class TrialFormat {

  private static final ObjectReader STRICT =
      Json.MAPPER
          .reader()
          .with(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private TrialFormat() {}

  static <T> T parse(String json, Class<T> type) throws JacksonException {
    return STRICT.forType(type).readValue(json);
  }

  /** A record that is a part of a line. */
  static <T> T of(JsonNode node, Class<T> type) throws JacksonException {
    return parse(node.toString(), type);
  }
}
