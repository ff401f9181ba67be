package org.mnistcnn.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mnistcnn.common.InvalidDataException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that {@code --preset} and {@code --config} put behind those of a command line. */
final class Defaults {

  private static final String PRESET = "--preset";
  private static final String CONFIG = "--config";

  private Defaults() {}

  /** Whether a command line asks for any. */
  static boolean areGiven(ParseResult parsed) {
    return parsed.hasMatchedOption(PRESET) || parsed.hasMatchedOption(CONFIG);
  }

  /**
   * The arguments of a parsed command line with those behind it; what is given takes the place of
   * the file's, and that of the preset's.
   *
   * @throws InvalidDataException if the file can't be used
   * @throws IllegalArgumentException if there is no such preset
   */
  static List<String> behind(CommandLine command) throws IOException {
    ParseResult parsed = command.getParseResult();
    Optional<Path> config = Optional.ofNullable(parsed.matchedOptionValue(CONFIG, (Path) null));
    Map<String, String> file =
        config.isPresent() ? ConfigFile.read(config.get(), command.getCommandSpec()) : Map.of();
    Map<String, String> settings =
        Preset.settings(
            Optional.ofNullable(parsed.matchedOptionValue(PRESET, (String) null)), file);
    List<String> arguments = new ArrayList<>();
    settings.forEach(
        (name, value) -> {
          boolean replaced =
              name.equals("--architecture")
                  && !file.containsKey(name)
                  && (parsed.hasMatchedOption("--from") || file.containsKey("--from"));
          if (!parsed.hasMatchedOption(name) && !replaced) {
            arguments.addAll(arguments(command.getCommandSpec(), name, value));
          }
        });
    RunSettings.arguments(parsed).stream()
        .filter(given -> !given.startsWith(PRESET + "=") && !given.startsWith(CONFIG + "="))
        .forEach(arguments::add);
    return arguments;
  }

  /** An option that is given once for each value is so here, too. */
  private static List<String> arguments(CommandSpec command, String name, String value) {
    OptionSpec option = command.findOption(name);
    List<String> values =
        option != null && option.isMultiValue() && option.splitRegex().isEmpty()
            ? List.of(value.split(",", -1))
            : List.of(value);
    return values.stream().map(each -> name + "=" + each).toList();
  }
}
