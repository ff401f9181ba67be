package org.mnistcnn.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Python Keras computed: {@code src/test/resources/keras}. */
public final class KerasNumbers {

  /** The relative error that is allowed for float32. */
  public static final double TOLERANCE = 1e-5;

  private KerasNumbers() {}

  /** Reads a file such as {@code losses.json}. */
  public static JsonNode read(String file) {
    try (InputStream in =
        Objects.requireNonNull(KerasNumbers.class.getResourceAsStream("/keras/" + file), file)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names within an object, in its order. */
  public static Set<String> names(JsonNode object) {
    Set<String> names = new LinkedHashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  public static float[] floats(JsonNode list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) list.get(i).asDouble();
    }
    return values;
  }

  public static int[] integers(JsonNode list) {
    int[] values = new int[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).asInt();
    }
    return values;
  }

  /** Requires each value to be Keras's up to {@link #TOLERANCE}, and {@code nothing} beside 0. */
  public static void assertClose(String what, float[] actual, JsonNode keras, double nothing) {
    float[] expected = floats(keras);
    assertThat(actual).as(what).hasSameSizeAs(expected);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) <= TOLERANCE * Math.abs(expected[i]) + nothing)) {
        wrong.add("[%d] expected %s, got %s".formatted(i, expected[i], actual[i]));
      }
    }
    assertThat(wrong).as(what).isEmpty();
  }

  /** Requires every record that a sealed interface permits to be among the cases. */
  public static void assertEachHasACase(Class<?> sealed, Stream<?> cases) {
    assertThat(cases.map(Object::getClass).collect(Collectors.toSet()))
        .as("cases in src/test/python and here")
        .containsExactlyInAnyOrder(sealed.getPermittedSubclasses());
  }
}
