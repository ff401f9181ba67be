package org.mnistcnn.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Augmentations as a text: {@code name=value,...}. A value is a bound for both directions, or a
 * range {@code lower:upper}.
 */
final class AugmentationSyntax {

  private static final String FILL = "fill";

  /** What makes an augmentation of a value. */
  private interface Maker {
    Augmentation make(String name, String value, Sampling sampling);
  }

  private static final Map<String, Maker> MAKERS = makers();

  private AugmentationSyntax() {}

  private static Map<String, Maker> makers() {
    Map<String, Maker> makers = new LinkedHashMap<>();
    makers.put(
        "rotation",
        (name, value, sampling) -> {
          Factor degrees = range(name, value);
          degrees.within(name, -360, 360);
          return new RandomRotation(
              new Factor(degrees.lower() / 360, degrees.upper() / 360), sampling);
        });
    makers.put(
        "zoom",
        (name, value, sampling) -> {
          Factor shares = range(name, value);
          if (shares.lower() <= -1 || shares.upper() > 1) {
            throw new IllegalArgumentException(
                "%s must be in (-1, 1], got %s".formatted(name, value));
          }
          return new RandomZoom(shares, Optional.empty(), sampling);
        });
    makers.put(
        "shift",
        (name, value, sampling) -> {
          Factor shares = range(name, value);
          shares.within(name, -1, 1);
          return new RandomTranslation(shares, shares, sampling);
        });
    return makers;
  }

  static Augmentations parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = (equals < 0 ? part : part.substring(0, equals)).strip();
      requireKnown(name);
      if (equals < 0 || part.substring(equals + 1).isBlank()) {
        throw new IllegalArgumentException(
            "%s needs a value, such as %s, got '%s'".formatted(name, example(name), part.strip()));
      }
      if (values.put(name, part.substring(equals + 1).strip()) != null) {
        throw new IllegalArgumentException("%s can be given once, got '%s'".formatted(name, text));
      }
    }
    Sampling sampling = sampling(values);
    List<Augmentation> layers = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          Maker maker = MAKERS.get(name);
          if (maker != null) {
            layers.add(maker.make(name, value, sampling));
          }
        });
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(
          "fill needs something that moves pixels, such as rotation=15");
    }
    return new Augmentations(layers);
  }

  private static void requireKnown(String name) {
    if (!name.equals(FILL) && !MAKERS.containsKey(name)) {
      List<String> known = new ArrayList<>(MAKERS.keySet());
      known.add(FILL);
      throw new IllegalArgumentException(Names.unknown("augmentation", name, known));
    }
  }

  private static String example(String name) {
    return switch (name) {
      case "rotation" -> "rotation=15";
      case FILL -> "fill=nearest";
      default -> name + "=0.1";
    };
  }

  /** Unlike Keras, nothing but zeros stands beyond the border: digits have a dark ground. */
  private static Sampling sampling(Map<String, String> values) {
    String fill = values.getOrDefault(FILL, "constant").toLowerCase(Locale.ROOT);
    if (Character.isDigit(fill.charAt(0))) {
      double value = number(FILL, fill);
      if (value > 255) {
        throw new IllegalArgumentException("fill must be in [0, 255], got " + value);
      }
      return Sampling.constant(value);
    }
    Map<String, FillMode> modes = new LinkedHashMap<>();
    for (FillMode mode : FillMode.values()) {
      modes.put(mode.kerasName(), mode);
    }
    return Sampling.filled(Names.find("fill", fill, modes));
  }

  private static Factor range(String name, String value) {
    int colon = value.indexOf(':');
    if (colon < 0) {
      double bound = number(name, value);
      if (bound < 0) {
        throw new IllegalArgumentException(
            "%s must not be negative, for both directions, or a range lower:upper, got %s"
                .formatted(name, value));
      }
      return Factor.symmetric(bound);
    }
    double lower = number(name, value.substring(0, colon));
    double upper = number(name, value.substring(colon + 1));
    if (lower > upper) {
      throw new IllegalArgumentException(
          "%s must go from the lower to the upper bound, got %s".formatted(name, value));
    }
    return new Factor(lower, upper);
  }

  private static double number(String name, String value) {
    try {
      double number = Double.parseDouble(value);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s must be a number or a range lower:upper, got %s".formatted(name, value), e);
    }
    throw new IllegalArgumentException("%s must be finite, got %s".formatted(name, value));
  }
}
