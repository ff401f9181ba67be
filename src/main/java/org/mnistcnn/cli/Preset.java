package org.mnistcnn.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mnistcnn.common.Names;

/** A network with a plan that suits it: options of {@code train} under one name. */
enum Preset {
  /** The Keras program's network and plan, which are the defaults. */
  CNN(""),

  /**
   * For MNIST: 15 epochs on all but a twentieth of the images, moved about a little, along one
   * cycle of the step size.
   */
  DEEP(
      "--epochs=15 --batch-size=64 --validation-split=0.05 --schedule=one_cycle"
          + " --learning-rate=0.003 --augment=rotation=10,zoom=0.1,shift=0.1"),

  /** 20 epochs with AdamW along one cycle of the step size. */
  RESNET(
      "--epochs=20 --batch-size=128 --validation-split=0.1 --optimizer=adamw"
          + " --schedule=one_cycle --learning-rate=0.005"),

  /** 20 epochs along one cycle of the step size. */
  MOBILENET(
      "--epochs=20 --batch-size=128 --validation-split=0.1 --schedule=one_cycle"
          + " --learning-rate=0.005");

  private final String plan;

  Preset(String plan) {
    this.plan = plan;
  }

  /**
   * The settings of a preset and a file together; the file's take the place of the preset's.
   *
   * @param name the preset; where it is empty, the file may name one
   * @param file options by name
   * @throws IllegalArgumentException if there is no preset of the name
   */
  static Map<String, String> settings(Optional<String> name, Map<String, String> file) {
    Map<String, String> settings = new LinkedHashMap<>();
    name.or(() -> Optional.ofNullable(file.get("--preset")))
        .map(Preset::named)
        .ifPresent(
            preset -> {
              settings.put("--architecture", preset.toString());
              settings.putAll(preset.plan());
            });
    settings.putAll(file);
    settings.remove("--preset");
    return settings;
  }

  private Map<String, String> plan() {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String option : plan.split(" ", -1)) {
      int value = option.indexOf('=');
      if (value > 0) {
        settings.put(option.substring(0, value), option.substring(value + 1));
      }
    }
    return settings;
  }

  private static Preset named(String name) {
    Map<String, Preset> byName = new LinkedHashMap<>();
    Arrays.stream(values()).forEach(each -> byName.put(each.toString(), each));
    return Names.find("preset", name, byName);
  }

  /** The name on the command line, such as {@code deep}; also that of its network. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
