package org.mnistcnn.nn.augment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mnistcnn.common.Names;
import org.mnistcnn.common.SettingException;

/**
 * Augmentations as a text: {@code name=value,...}. A value is one number, which means what Keras's
 * layer makes of one number, or a range {@code lower:upper}.
 */
final class AugmentationSyntax {

  private static final String FILL = "fill";
  private static final String ERASING_SCALE = "erasing_scale";
  private static final String ELASTIC_SCALE = "elastic_scale";

  /** A value that is right, for messages, by each name that there is. */
  private static final Map<String, String> EXAMPLES = examples();

  /** What belongs to another name, which must be there. */
  private static final Map<String, String> OWNERS =
      Map.of(ERASING_SCALE, "erasing", ELASTIC_SCALE, "elastic");

  private final String text;
  private final Map<String, String> values = new LinkedHashMap<>();

  private AugmentationSyntax(String text) {
    this.text = text;
  }

  private static Map<String, String> examples() {
    Map<String, String> examples = new LinkedHashMap<>();
    examples.put("rotation", "15");
    examples.put("zoom", "0.15");
    examples.put("shift", "0.1");
    examples.put("flip", "horizontal");
    examples.put("contrast", "0.2");
    examples.put("brightness", "0.2");
    examples.put("erasing", "0.5");
    examples.put(ERASING_SCALE, "0.02:0.33");
    examples.put("elastic", "1");
    examples.put(ELASTIC_SCALE, "1");
    examples.put("mixup", "0.2");
    examples.put("cutmix", "1");
    examples.put(FILL, "nearest");
    return examples;
  }

  static Augmentations parse(String text) {
    AugmentationSyntax syntax = new AugmentationSyntax(text);
    syntax.read();
    return syntax.augmentations();
  }

  private void read() {
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = (equals < 0 ? part : part.substring(0, equals)).strip();
      if (name.isEmpty()) {
        throw new IllegalArgumentException(
            "must be name=value, such as rotation=15,zoom=0.15, got '%s'".formatted(text));
      }
      String example = EXAMPLES.get(name);
      if (example == null) {
        throw new IllegalArgumentException(Names.unknown("augmentation", name, EXAMPLES.keySet()));
      }
      String value = equals < 0 ? "" : part.substring(equals + 1).strip();
      if (value.isEmpty()) {
        throw new IllegalArgumentException(
            "%s needs a value, such as %s=%s, got '%s'"
                .formatted(name, name, example, part.strip()));
      }
      if (values.put(name, value) != null) {
        throw new IllegalArgumentException("%s can be given once, got '%s'".formatted(name, text));
      }
    }
    OWNERS.forEach(
        (name, owner) -> {
          if (values.containsKey(name) && !values.containsKey(owner)) {
            throw new IllegalArgumentException(
                "%s needs %s, got '%s'".formatted(name, owner, text));
          }
        });
  }

  private Augmentations augmentations() {
    Sampling sampling = sampling();
    List<Augmentation> layers = new ArrayList<>();
    values.keySet().forEach(name -> layer(name, sampling).ifPresent(layers::add));
    boolean filled =
        layers.stream()
            .anyMatch(
                layer ->
                    layer instanceof GeometricAugmentation
                        || layer instanceof RandomElasticTransform);
    if (values.containsKey(FILL) && !filled) {
      throw new SettingException(
          "fill", "needs rotation, zoom, shift or elastic, got '%s'".formatted(text));
    }
    return new Augmentations(layers);
  }

  private Optional<Augmentation> layer(String name, Sampling sampling) {
    return Optional.ofNullable(
        switch (name) {
          case "rotation" -> new RandomRotation(turns(bothWays(name)), sampling);
          case "zoom" -> new RandomZoom(zoom(), Optional.empty(), sampling);
          case "shift" -> {
            Factor shares = within(name, bothWays(name), -1, 1);
            yield new RandomTranslation(shares, shares, sampling);
          }
          case "flip" -> new RandomFlip(Names.find("flip", value(name), flips()));
          case "contrast" -> new RandomContrast(share(name));
          case "brightness" -> new RandomBrightness(within(name, bothWays(name), -1, 1));
          case "erasing" ->
              new RandomErasing(
                  share(name),
                  values.containsKey(ERASING_SCALE) ? share(ERASING_SCALE) : RandomErasing.SCALE,
                  OptionalDouble.empty());
          case "elastic" ->
              new RandomElasticTransform(
                  share(name),
                  values.containsKey(ELASTIC_SCALE)
                      ? share(ELASTIC_SCALE)
                      : RandomElasticTransform.SCALE,
                  sampling);
          case "mixup" -> new MixUp(alpha());
          case "cutmix" -> new CutMix(share(name));
          default -> null;
        });
  }

  private static Map<String, RandomFlip.Mode> flips() {
    Map<String, RandomFlip.Mode> modes = new LinkedHashMap<>();
    for (RandomFlip.Mode mode : RandomFlip.Mode.values()) {
      modes.put(mode.kerasName(), mode);
    }
    return modes;
  }

  /** Unlike Keras, nothing but zeros stands beyond the border: digits have a dark ground. */
  private Sampling sampling() {
    String fill = values.getOrDefault(FILL, "constant").toLowerCase(Locale.ROOT);
    if (!Character.isLetter(fill.charAt(0))) {
      double value = number(FILL, fill);
      if (value < 0 || value > PixelRange.GREATEST) {
        throw new SettingException("fill", "must be in [0, 255], got " + fill);
      }
      return Sampling.constant(value);
    }
    Map<String, FillMode> modes = new LinkedHashMap<>();
    for (FillMode mode : FillMode.values()) {
      modes.put(mode.kerasName(), mode);
    }
    return Sampling.filled(Names.find("fill", fill, modes));
  }

  private Factor turns(Factor degrees) {
    within("rotation", degrees, -360, 360);
    return new Factor(degrees.lower() / 360, degrees.upper() / 360);
  }

  private Factor zoom() {
    Factor shares = bothWays("zoom");
    if (shares.lower() <= -1 || shares.upper() > 1) {
      throw new SettingException("zoom", "must be in (-1, 1], got " + value("zoom"));
    }
    return shares;
  }

  private double alpha() {
    double alpha = number("mixup", value("mixup"));
    if (alpha <= 0) {
      throw new SettingException("mixup", "must be positive, got " + value("mixup"));
    }
    return alpha;
  }

  /** From 0 to one number, within [0, 1]. */
  private Factor share(String name) {
    return within(name, range(name, false), 0, 1);
  }

  /** From minus one number to the number. */
  private Factor bothWays(String name) {
    return range(name, true);
  }

  private Factor within(String name, Factor range, int least, int most) {
    if (range.lower() < least || range.upper() > most) {
      throw new IllegalArgumentException(
          "%s must be in [%d, %d], got %s".formatted(name, least, most, value(name)));
    }
    return range;
  }

  private Factor range(String name, boolean bothWays) {
    String value = value(name);
    int colon = value.indexOf(':');
    if (colon < 0) {
      double bound = number(name, value);
      if (bound < 0) {
        throw new IllegalArgumentException(
            "%s must not be negative, or a range lower:upper, got %s".formatted(name, value));
      }
      return bothWays ? Factor.symmetric(bound) : new Factor(0, bound);
    }
    double lower = number(name, value.substring(0, colon));
    double upper = number(name, value.substring(colon + 1));
    if (lower > upper) {
      throw new IllegalArgumentException(
          "%s must go from the lower to the upper bound, got %s".formatted(name, value));
    }
    return new Factor(lower, upper);
  }

  private String value(String name) {
    return values.getOrDefault(name, "");
  }

  private static double number(String name, String value) {
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s must be a number or a range lower:upper, got %s".formatted(name, value), e);
    }
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("%s must be finite, got %s".formatted(name, value));
    }
    return number;
  }
}
