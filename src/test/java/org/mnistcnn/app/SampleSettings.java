package org.mnistcnn.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.mnistcnn.data.read.FolderReadOptions;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.engine.device.MemorySize;

/** Values of every setting, as texts, that differ from its default. */
final class SampleSettings {

  private static final Map<Class<?>, List<String>> BY_TYPE =
      Map.ofEntries(
          Map.entry(String.class, List.of("one", "a b", "{x} 5%")),
          Map.entry(int.class, List.of("3", "77")),
          Map.entry(Integer.class, List.of("2", "91")),
          Map.entry(long.class, List.of("9223372036854775807", "-5")),
          Map.entry(Long.class, List.of("12345678901", "0")),
          Map.entry(double.class, List.of("0.125", "1.0E-4")),
          Map.entry(Double.class, List.of("0.1", "1.0E-5", "0.5")),
          Map.entry(boolean.class, List.of("true")),
          Map.entry(java.nio.file.Path.class, List.of("some/where", "a b.keras")),
          Map.entry(Device.Choice.class, List.of("cpu", "gpu:0")),
          Map.entry(MemorySize.class, List.of("4g", "512m")),
          Map.entry(FolderReadOptions.ImageSize.class, List.of("32x28", "64x64")));

  /** Where a value of the type alone may break a rule. */
  private static final Map<String, List<String>> BY_KEY =
      Map.of("channels", List.of("1", "3"), "name", List.of("other", "a-1"));

  private SampleSettings() {}

  static List<String> of(Setting setting) {
    if (setting.type().isEnum()) {
      return List.of(setting.type().getEnumConstants()[1].toString());
    }
    return Optional.ofNullable(BY_KEY.get(setting.key()))
        .or(() -> Optional.ofNullable(BY_TYPE.get(setting.type())))
        .orElseThrow(() -> new AssertionError("a value of " + setting + " belongs here"));
  }

  /** Texts of some settings by key. */
  static Map<String, String> some(Random random) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Setting setting : Setting.all()) {
      if (random.nextBoolean()) {
        List<String> values = of(setting);
        texts.put(setting.key(), values.get(random.nextInt(values.size())));
      }
    }
    return texts;
  }
}
