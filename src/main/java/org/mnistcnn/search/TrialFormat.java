package org.mnistcnn.search;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Records as one line of JSON each, and back, with every member. */
final class TrialFormat {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private TrialFormat() {}

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JacksonException e) {
      throw new IllegalStateException(e);
    }
  }

  static <T> T parse(String json, Class<T> type) throws JacksonException {
    return JSON.readValue(json, type);
  }

  /** A record that is a part of a line; an absent part is an error. */
  static <T> T of(JsonNode node, Class<T> type) throws JacksonException {
    return JSON.readValue(node.toString(), type);
  }
}
