package org.mnistcnn.nn.augment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import org.mnistcnn.common.Names;
import org.mnistcnn.common.SettingException;

/**
 * Augmentations as a text: {@code name=value,...}. A value is one number, which means what Keras's
 * layer makes of one number, or a range {@code lower:upper}.
 */
final class AugmentationSyntax {

  /** The known names, each with a valid value for messages. */
  private enum Name {
    ROTATION("15", (text, name) -> new RandomRotation(text.turns(name), text.sampling)),
    ZOOM("0.15", (text, name) -> new RandomZoom(text.zoom(name), Optional.empty(), text.sampling)),
    SHIFT(
        "0.1",
        (text, name) ->
            new RandomTranslation(text.upToOne(name), text.upToOne(name), text.sampling)),
    FLIP("horizontal", (text, name) -> new RandomFlip(text.flip(name))),
    CONTRAST("0.2", (text, name) -> new RandomContrast(text.share(name))),
    BRIGHTNESS("0.2", (text, name) -> new RandomBrightness(text.upToOne(name))),
    ERASING("0.5", AugmentationSyntax::erasing),
    ERASING_SCALE("0.02:0.33", ERASING),
    ELASTIC("1", AugmentationSyntax::elastic),
    ELASTIC_SCALE("1", ELASTIC),
    MIXUP("0.2", (text, name) -> new MixUp(text.positive(name))),
    CUTMIX("1", (text, name) -> new CutMix(text.share(name))),
    FILL("nearest", Optional.empty(), Optional.empty());

    private final String example;
    private final Optional<Name> owner;

    @SuppressWarnings("ImmutableEnumChecker") // The functions keep nothing.
    private final Optional<BiFunction<AugmentationSyntax, Name, Augmentation>> augmentation;

    Name(
        String example,
        Optional<Name> owner,
        Optional<BiFunction<AugmentationSyntax, Name, Augmentation>> augmentation) {
      this.example = example;
      this.owner = owner;
      this.augmentation = augmentation;
    }

    Name(String example, BiFunction<AugmentationSyntax, Name, Augmentation> augmentation) {
      this(example, Optional.empty(), Optional.of(augmentation));
    }

    /** A setting of another name's augmentation. */
    Name(String example, Name owner) {
      this(example, Optional.of(owner), Optional.empty());
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Map<String, Name> NAMES = Names.constants(Name.class);

  private final String text;
  private final Map<Name, String> values;
  private final Sampling sampling;

  private AugmentationSyntax(String text) {
    this.text = text;
    this.values = values(text);
    this.sampling = sampling();
  }

  static Augmentations parse(String text) {
    return new AugmentationSyntax(text).augmentations();
  }

  private static Map<Name, String> values(String text) {
    Map<Name, String> values = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = (equals < 0 ? part : part.substring(0, equals)).strip();
      if (name.isEmpty()) {
        throw new IllegalArgumentException(
            "must be name=value, such as rotation=15,zoom=0.15, got '%s'".formatted(text));
      }
      Name known = NAMES.get(name);
      if (known == null) {
        throw new IllegalArgumentException(Names.unknown("augmentation", name, NAMES.keySet()));
      }
      String value = equals < 0 ? "" : part.substring(equals + 1).strip();
      if (value.isEmpty()) {
        throw new IllegalArgumentException(
            "%s needs a value, such as %s=%s, got '%s'"
                .formatted(name, name, known.example, part.strip()));
      }
      if (values.put(known, value) != null) {
        throw new IllegalArgumentException("%s can be given once, got '%s'".formatted(name, text));
      }
    }
    for (Name name : values.keySet()) {
      if (name.owner.isPresent() && !values.containsKey(name.owner.get())) {
        throw new IllegalArgumentException(
            "%s needs %s, got '%s'".formatted(name, name.owner.get(), text));
      }
    }
    return values;
  }

  private Augmentations augmentations() {
    List<Augmentation> layers = new ArrayList<>();
    for (Name name : values.keySet()) {
      name.augmentation.ifPresent(factory -> layers.add(factory.apply(this, name)));
    }
    boolean filled =
        layers.stream()
            .anyMatch(
                layer ->
                    layer instanceof GeometricAugmentation
                        || layer instanceof RandomElasticTransform);
    if (values.containsKey(Name.FILL) && !filled) {
      throw new SettingException(
          "fill", "needs rotation, zoom, shift or elastic, got '%s'".formatted(text));
    }
    return new Augmentations(layers);
  }

  /** Unlike Keras, nothing but zeros stands beyond the border: digits have a dark ground. */
  private Sampling sampling() {
    String fill = values.getOrDefault(Name.FILL, "constant").toLowerCase(Locale.ROOT);
    if (Character.isLetter(fill.charAt(0))) {
      return Sampling.filled(Names.find("fill", fill, Names.constants(FillMode.class)));
    }
    double value = number(Name.FILL, fill);
    if (value < 0 || value > PixelRange.GREATEST) {
      throw new SettingException("fill", "must be in [0, 255], got " + fill);
    }
    return Sampling.constant(value);
  }

  private Augmentation erasing(Name name) {
    return new RandomErasing(
        share(name), share(Name.ERASING_SCALE, RandomErasing.SCALE), OptionalDouble.empty());
  }

  private Augmentation elastic(Name name) {
    return new RandomElasticTransform(
        share(name), share(Name.ELASTIC_SCALE, RandomElasticTransform.SCALE), sampling);
  }

  private RandomFlip.Mode flip(Name name) {
    return Names.find(name.toString(), value(name), Names.constants(RandomFlip.Mode.class));
  }

  private Factor turns(Name name) {
    Factor degrees = within(name, range(name, true), -360, 360);
    return new Factor(degrees.lower() / 360, degrees.upper() / 360);
  }

  private Factor zoom(Name name) {
    Factor shares = range(name, true);
    if (shares.lower() <= -1 || shares.upper() > 1) {
      throw new SettingException(name.toString(), "must be in (-1, 1], got " + value(name));
    }
    return shares;
  }

  private double positive(Name name) {
    double number = number(name, value(name));
    if (number <= 0) {
      throw new SettingException(name.toString(), "must be positive, got " + value(name));
    }
    return number;
  }

  /** From 0 to one number, within [0, 1]. */
  private Factor share(Name name) {
    return within(name, range(name, false), 0, 1);
  }

  private Factor share(Name name, Factor fallback) {
    return values.containsKey(name) ? share(name) : fallback;
  }

  /** From minus one number to the number, within [-1, 1]. */
  private Factor upToOne(Name name) {
    return within(name, range(name, true), -1, 1);
  }

  private Factor within(Name name, Factor range, int min, int max) {
    if (range.lower() < min || range.upper() > max) {
      throw new IllegalArgumentException(
          "%s must be in [%d, %d], got %s".formatted(name, min, max, value(name)));
    }
    return range;
  }

  private Factor range(Name name, boolean bothWays) {
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

  private String value(Name name) {
    return values.getOrDefault(name, "");
  }

  private static double number(Name name, String value) {
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
