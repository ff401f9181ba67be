package org.mnistcnn.engine;

import java.util.Arrays;
import java.util.stream.Stream;

/** Reads back what {@link Arrays#toString} wrote, doubles to the last bit. */
final class ArrayText {

  private ArrayText() {}

  static double[] doubles(String list) {
    return elements(list).mapToDouble(Double::parseDouble).toArray();
  }

  static long[] longs(String list) {
    return elements(list).mapToLong(Long::parseLong).toArray();
  }

  private static Stream<String> elements(String list) {
    return list.length() <= "[]".length()
        ? Stream.empty()
        : Arrays.stream(list.substring(1, list.length() - 1).split(", "));
  }
}
