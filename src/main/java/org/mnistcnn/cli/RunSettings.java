package org.mnistcnn.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.train.History;
import org.mnistcnn.zoo.Architecture;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * What a run was started with, as its checkpoints keep it: the options that decide its result, and
 * facts about its data and model that no option shows.
 */
final class RunSettings {

  /** The options that do not decide what is learned. */
  private static final Set<String> FREE =
      Set.of(
          "--help",
          "--version",
          "--verbose",
          "--resume",
          "--preset",
          "--config",
          "--name",
          "--output-dir",
          "--device",
          "--resident",
          "--max-minutes",
          "--checkpoint-minutes");

  /** Options that name a file or directory. */
  private static final Set<String> PATHS =
      Set.of("--data", "--architecture", "--initial-weights", "--from");

  /** Schedules whose course does not depend on the number of epochs. */
  private static final Set<String> OPEN_ENDED = Set.of("constant", "exponential", "step");

  /** Facts that stand beside the options: the network in Keras's JSON. */
  static final String NETWORK = "the network";

  /** The number of images and their checksum. */
  static final String DATA = "the training data";

  /** The names of the classes, one a line. */
  static final String CLASS_NAMES = "the class names";

  private static final Set<String> SHOWN_FACTS = Set.of(DATA, TrainedModel.PICTURES);

  private RunSettings() {}

  /**
   * What those who find a model may know of its run: the options, without paths of this machine,
   * the data, and the measures of the last epoch.
   */
  static Map<String, String> facts(Map<String, String> settings, List<History.Epoch> epochs) {
    Map<String, String> facts = new LinkedHashMap<>();
    new TreeMap<>(settings)
        .forEach(
            (name, value) -> {
              boolean isPath = PATHS.contains(name) && !Architecture.byName().containsKey(value);
              if (!value.isEmpty()
                  && (SHOWN_FACTS.contains(name) || (name.startsWith("--") && !isPath))) {
                facts.put(name, value);
              }
            });
    if (!epochs.isEmpty()) {
      History.Epoch last = epochs.get(epochs.size() - 1);
      facts.put("epochs done", Integer.toString(last.epoch() + 1));
      last.logs()
          .forEach(
              (measure, value) -> facts.put(measure, String.format(Locale.ROOT, "%.6g", value)));
    }
    return facts;
  }

  /** The options of a parsed command line that decide its result, with defaults, by name. */
  static Map<String, String> of(ParseResult parsed) {
    Map<String, String> settings = new TreeMap<>();
    for (OptionSpec option : parsed.commandSpec().options()) {
      Object value = option.getValue();
      if (decides(option.longestName()) && value != null) {
        settings.put(option.longestName(), text(value));
      }
    }
    return settings;
  }

  /** Those of them that were given. */
  static Map<String, String> given(ParseResult parsed) {
    Map<String, String> settings = of(parsed);
    settings.keySet().removeIf(name -> !parsed.hasMatchedOption(name));
    return settings;
  }

  /** The argument that gives an option the value that it has. */
  static String argument(OptionSpec option) {
    return option.longestName() + "=" + text(option.getValue());
  }

  /**
   * In what two runs differ, option by option, for people.
   *
   * @param now the options of one
   * @param then the settings of the other, as its checkpoints keep them
   */
  static List<String> differences(Map<String, String> now, Map<String, String> then) {
    Set<String> names = new TreeSet<>(now.keySet());
    then.keySet().stream().filter(name -> name.startsWith("--")).forEach(names::add);
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String before = then.getOrDefault(name, "");
      String after = now.getOrDefault(name, "");
      if (!before.equals(after)) {
        differences.add(
            "%s was %s, is %s"
                .formatted(
                    name,
                    before.isEmpty() ? "not given" : before,
                    after.isEmpty() ? "not given" : after));
      }
    }
    return differences;
  }

  /** Whether an option decides what is learned. */
  static boolean decides(String option) {
    return !FREE.contains(option) && !GateOptions.NAMES.contains(option);
  }

  private static String text(Object value) {
    return value instanceof Collection<?> values
        ? String.join(",", strings(values))
        : value.toString();
  }

  private static List<String> strings(Collection<?> values) {
    List<String> strings = new ArrayList<>();
    values.forEach(value -> strings.add(value.toString()));
    return strings;
  }

  /**
   * The arguments of a resumed run: those that it was started with, then those that are given now.
   *
   * @throws IllegalArgumentException if an option is given now with another value than then; the
   *     message names every one
   */
  static List<String> resumed(ParseResult parsed, Map<String, String> then) {
    Map<String, String> now = of(parsed);
    List<String> differences = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    then.forEach(
        (name, value) -> {
          if (!name.startsWith("--")) {
            return;
          }
          if (parsed.hasMatchedOption(name)) {
            if (!value.equals(now.get(name)) && !(name.equals("--epochs") && openEnded(then))) {
              differences.add("%s was %s, is %s".formatted(name, value, now.get(name)));
            }
          } else if (!value.isEmpty()) {
            arguments.add(name + "=" + value);
          }
        });
    for (OptionSpec given : parsed.matchedOptions()) {
      String name = given.longestName();
      if (decides(name) && !then.containsKey(name)) {
        differences.add("%s was not given, is %s".formatted(name, now.get(name)));
      }
    }
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "a resumed run must have the settings it was started with: "
              + String.join("; ", differences));
    }
    arguments.addAll(arguments(parsed));
    return arguments;
  }

  /** The options of a parsed command line, as arguments. */
  static List<String> arguments(ParseResult parsed) {
    List<String> arguments = new ArrayList<>();
    for (OptionSpec given : parsed.matchedOptions()) {
      if (given.getValue() instanceof Collection<?> values && given.splitRegex().isEmpty()) {
        values.forEach(value -> arguments.add(given.longestName() + "=" + value));
      } else {
        arguments.add(argument(given));
      }
    }
    return arguments;
  }

  /** Whether more epochs only go on where fewer would have ended. */
  private static boolean openEnded(Map<String, String> then) {
    return OPEN_ENDED.contains(then.getOrDefault("--schedule", "constant"));
  }

  /**
   * Checks what no option shows.
   *
   * @throws IOException if a fact is another one than when the run was started
   */
  static void requireSame(Map<String, String> then, Map<String, String> facts) throws IOException {
    Map<String, String> different = new LinkedHashMap<>();
    facts.forEach(
        (fact, value) -> {
          if (!value.equals(then.get(fact))) {
            different.put(fact, value);
          }
        });
    if (!different.isEmpty()) {
      throw new IOException(
          "cannot resume: not the same as when the run was started: "
              + String.join(", ", different.keySet())
              + "; bring it back, or start a new run without --resume");
    }
  }
}
