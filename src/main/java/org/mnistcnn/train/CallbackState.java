package org.mnistcnn.train;

import java.util.Map;

/**
 * What a part of a training run must be given back to resume as if it had never been interrupted.
 *
 * @param values small values by name
 * @param arrays numbers by name, such as weights; the arrays are not copied
 */
public record CallbackState(Map<String, String> values, Map<String, float[]> arrays) {

  public static final CallbackState NONE = new CallbackState(Map.of(), Map.of());
}
