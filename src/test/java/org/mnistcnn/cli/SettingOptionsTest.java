package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mnistcnn.app.Overlay;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.app.Setting;
import org.mnistcnn.data.read.FolderReadOptions;
import org.mnistcnn.engine.device.MemorySize;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The options of {@code train} are the settings of a run. */
final class SettingOptionsTest {

  /** Options that say what is done now, or where settings are from. */
  private static final Set<String> NO_SETTINGS =
      Set.of("--help", "--version", "--verbose", "--resume", "--preset", "--config");

  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          int.class, Integer.class,
          long.class, Long.class,
          double.class, Double.class,
          boolean.class, Boolean.class);

  static Stream<OptionSpec> options() {
    CommandLine train = Objects.requireNonNull(Main.program().getSubcommands().get("train"));
    return train.getCommandSpec().options().stream()
        .filter(option -> !NO_SETTINGS.contains(option.longestName()));
  }

  @Test
  void everySettingIsOneOptionAndTheOtherWayRound() {
    assertThat(options().map(option -> option.longestName().substring(2)))
        .containsExactlyInAnyOrderElementsOf(Setting.all().stream().map(Setting::key).toList());
  }

  @ParameterizedTest
  @MethodSource("options")
  void anOptionTakesTheValuesOfItsSetting(OptionSpec option) {
    Setting setting = setting(option);
    Class<?> type = option.isMultiValue() ? option.auxiliaryTypes()[0] : option.type();
    // Those that an option has as a text.
    boolean text =
        setting.type() == FolderReadOptions.ImageSize.class || setting.type() == MemorySize.class;
    Class<?> expected = text ? String.class : setting.type();

    assertThat(boxed(type)).isEqualTo(boxed(expected));
  }

  @Test
  void helpShowsTheDefaultsThatARunHas() {
    Map<String, String> defaults = new TreeMap<>(Overlay.of(RunConfig.DEFAULT).texts());
    defaults.putAll(RunConfig.DEFAULT.deciding().texts());
    // A flag that is not given is off and an improvement any at all, which help does not say.
    defaults.values().removeIf("false"::equals);
    defaults.remove("min-delta");
    defaults.put("output-dir", "the current directory");

    assertThat(defaults)
        .allSatisfy(
            (key, value) ->
                assertThat(options().filter(option -> option.longestName().equals("--" + key)))
                    .singleElement()
                    .satisfies(
                        option ->
                            assertThat(option.description()[0])
                                .contains("(default: " + value + ")")));
  }

  @Test
  void aFlagIsOffWhereNothingIsSaid() {
    List<String> flags = new ArrayList<>();
    Setting.all().stream()
        .filter(setting -> setting.type() == boolean.class)
        .forEach(setting -> flags.add(setting.key()));

    assertThat(flags)
        .isNotEmpty()
        .allSatisfy(
            key -> assertThat(Overlay.of(RunConfig.DEFAULT).texts()).containsEntry(key, "false"));
  }

  private static Setting setting(OptionSpec option) {
    return Setting.ofKey(option.longestName().substring(2)).orElseThrow();
  }

  private static Class<?> boxed(Class<?> type) {
    return BOXES.getOrDefault(type, type);
  }
}
