package org.mnistcnn.cli.options;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.app.NetworkConfig;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.app.Setting;
import org.mnistcnn.engine.device.Device;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * The settings of a {@link RunConfig} as options of commands. Each is one paragraph of {@code
 * settings.txt}, in the order of help: the option with the label of its value, then what it does; a
 * comma behind the label lets several values stand in one. Type and default are the setting's.
 */
public final class SettingOptions {

  /** Options that say where settings are from. */
  private static final Map<String, Class<?>> SOURCES =
      Map.of(GivenSettings.PRESET, String.class, GivenSettings.CONFIG, Path.class);

  private static final List<Paragraph> PARAGRAPHS = read();

  private SettingOptions() {}

  /** Adds the options that a command takes, see {@link TakesSettings}, to those that it has. */
  public static void addTo(CommandSpec command) {
    TakesSettings taken = command.userObject().getClass().getAnnotation(TakesSettings.class);
    if (taken == null) {
      return;
    }
    for (Paragraph paragraph : PARAGRAPHS) {
      if ((paragraph.isOneOf(List.of(taken.value()))
              || List.of(taken.also()).contains(paragraph.key()))
          && !List.of(taken.except()).contains(paragraph.key())
          && command.findOption(paragraph.option()) == null) {
        command.addOption(paragraph.spec(taken.hidden() && !paragraph.isOfEveryCommand()));
      }
    }
  }

  /**
   * An option.
   *
   * @param option with its hyphens
   * @param label of its value; empty of a flag
   * @param splits whether several values may be given in one, separated by commas
   */
  private record Paragraph(String option, String label, boolean splits, String text) {

    static Paragraph of(String head, String text) {
      int value = head.indexOf('=');
      String label = value < 0 ? "" : head.substring(value + 1);
      boolean splits = label.endsWith(",");
      return new Paragraph(
          value < 0 ? head : head.substring(0, value),
          splits ? label.substring(0, label.length() - 1) : label,
          splits,
          text);
    }

    String key() {
      return option.substring(2);
    }

    /** Whether it says what is shown, not what is done. */
    boolean isOfEveryCommand() {
      return option.equals("--verbose");
    }

    Optional<Setting> setting() {
      return Setting.ofKey(key());
    }

    boolean isOneOf(List<Class<? extends Record>> groups) {
      Class<?> own = setting().<Class<?>>map(Setting::group).orElse(NetworkConfig.class);
      return groups.isEmpty() || groups.contains(own);
    }

    OptionSpec spec(boolean hidden) {
      Optional<Setting> setting = setting();
      Class<?> type =
          setting
              .map(Setting::optionType)
              .orElseGet(() -> SOURCES.getOrDefault(option, String.class));
      OptionSpec.Builder builder = OptionSpec.builder(option).hidden(hidden);
      if (setting.isPresent() && setting.get().isList()) {
        builder.type(List.class).auxiliaryTypes(type);
      } else {
        builder.type(type);
      }
      if (!label.isEmpty()) {
        builder.paramLabel(label);
      }
      if (splits) {
        builder.splitRegex(",");
      }
      String standard =
          setting
              .flatMap(known -> Setting.text(known.valueIn(RunConfig.DEFAULT.resolved())))
              .orElse("");
      return builder.description(text.replace("${default}", standard).replace("%", "%%")).build();
    }
  }

  public static Device.Choice device(String value) {
    try {
      return Device.Choice.of(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  private static List<Paragraph> read() {
    List<Paragraph> paragraphs = new ArrayList<>();
    @Nullable String head = null;
    StringBuilder text = new StringBuilder();
    for (String line : text().lines().toList()) {
      if (line.startsWith("--")) {
        if (head != null) {
          paragraphs.add(Paragraph.of(head, text.toString()));
        }
        head = line;
        text.setLength(0);
      } else {
        text.append(text.isEmpty() ? "" : " ").append(line.strip());
      }
    }
    if (head != null) {
      paragraphs.add(Paragraph.of(head, text.toString()));
    }
    return List.copyOf(paragraphs);
  }

  private static String text() {
    try (InputStream file = SettingOptions.class.getResourceAsStream("settings.txt")) {
      if (file == null) {
        throw new IllegalStateException("settings.txt belongs to the program");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
