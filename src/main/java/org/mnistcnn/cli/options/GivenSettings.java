package org.mnistcnn.cli.options;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.app.Overlay;
import org.mnistcnn.app.Preset;
import org.mnistcnn.app.Setting;
import org.mnistcnn.common.SettingException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The settings that a command line gives, with those of the preset and the file that it names: what
 * is given takes the place of the file's, and that of the preset's.
 *
 * @param typed those of the command line alone
 * @param all those of the command line, the file and the preset
 * @param own what the file says of the command's own options, by key, as a command line says it
 */
public record GivenSettings(Overlay typed, Overlay all, Map<String, String> own) {

  static final String PRESET = "--preset";
  static final String CONFIG = "--config";

  /** Options that say what is done now, not what a run is. */
  private static final Set<String> NOT_IN_FILES =
      Set.of("help", "version", "config", "resume", "verbose");

  public GivenSettings {
    own = Map.copyOf(own);
  }

  /**
   * What a parsed command line gives.
   *
   * @param own the keys of options that are settings in other commands, and the command's own
   * @throws IOException if the file can't be read
   * @throws SettingException if there is no such preset or setting
   */
  public static GivenSettings of(CommandSpec command, String... own) throws IOException {
    ParseResult parsed = command.commandLine().getParseResult();
    Overlay typed = typed(parsed, List.of(own));
    Path file = parsed.matchedOptionValue(CONFIG, (Path) null);
    ObjectNode json =
        file == null
            ? JsonNodeFactory.instance.objectNode()
            : ConfigFile.read(file, known(command));
    JsonNode ofFile = json.remove("preset");
    Map<String, String> ownValues = new TreeMap<>();
    for (String key : own) {
      JsonNode value = json.remove(key);
      if (value != null) {
        ownValues.put(key, Setting.joined(value));
      }
    }
    Overlay settings = inFile(file, json);
    Optional<String> preset =
        Optional.ofNullable(parsed.matchedOptionValue(PRESET, (String) null))
            .or(() -> Optional.ofNullable(ofFile).map(Setting::joined));
    Overlay all = settings.and(typed);
    if (preset.isPresent()) {
      Overlay plan = Preset.named(preset.get()).settings();
      // A file that is trained further brings its own network.
      all =
          (all.says("from") ? plan.only(setting -> !setting.name().equals("architecture")) : plan)
              .and(all);
    }
    return new GivenSettings(typed, all, ownValues);
  }

  /** A wrong value is refused as on the command line, which the file stands for. */
  private static Overlay inFile(@Nullable Path file, ObjectNode json) {
    try {
      return Overlay.parse(json);
    } catch (SettingException e) {
      throw SettingException.of("%s: %s", String.valueOf(file), e.text().with(Setting::key));
    }
  }

  /** The keys that a file may have. */
  private static List<String> known(CommandSpec command) {
    List<String> known = new ArrayList<>();
    for (OptionSpec option : command.options()) {
      String key = option.longestName().substring(2);
      if (!NOT_IN_FILES.contains(key)) {
        known.add(key);
      }
    }
    return known;
  }

  private static Overlay typed(ParseResult parsed, List<String> own) {
    Overlay typed = Overlay.NONE;
    for (OptionSpec option : parsed.matchedOptions()) {
      String key = option.longestName().substring(2);
      Optional<Setting> setting = own.contains(key) ? Optional.empty() : Setting.ofKey(key);
      if (setting.isPresent()) {
        Object value = option.getValue();
        typed =
            typed.and(
                value instanceof String text
                    ? Overlay.of(setting.get(), setting.get().parse(text))
                    : Overlay.of(setting.get(), value));
      }
    }
    return typed;
  }

  /** What a command calls a setting: {@code --batch-size} where it has such an option. */
  public static UnaryOperator<String> names(CommandSpec command) {
    return setting -> {
      String option = "--" + Setting.key(setting);
      return command.findOption(option) != null || command.negatedOptionsMap().containsKey(option)
          ? option
          : setting;
    };
  }
}
