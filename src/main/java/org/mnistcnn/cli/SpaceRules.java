package org.mnistcnn.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mnistcnn.common.Names;
import org.mnistcnn.search.Domain;
import org.mnistcnn.search.Parameter;
import org.mnistcnn.search.SearchSpace;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Which options of {@code train} can be searched, and with which values. */
final class SpaceRules {

  /** Options that say on what trials are compared, or that have no part in what is learned. */
  private static final Set<String> SHARED =
      Set.of(
          "--data",
          "--limit",
          "--validation-split",
          "--validation-fold",
          "--seed",
          "--threads",
          "--xla",
          "--deterministic",
          "--from",
          "--initial-weights",
          "--save-best",
          "--save-every",
          "--tensorboard",
          "--histograms");

  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, long.class, Integer.class, Long.class);

  private static final Set<Class<?>> REAL = Set.of(double.class, Double.class);

  private SpaceRules() {}

  /**
   * Checks a space before anything runs.
   *
   * @param command whose options those of a trial are
   * @param given the options that are the same for all trials, by name with hyphens
   * @throws IllegalArgumentException if a parameter is no option that can be searched, or a value
   *     is not one of its option
   */
  static void check(SearchSpace space, CommandLine command, Map<String, String> given) {
    Map<String, OptionSpec> options = new TreeMap<>();
    for (OptionSpec option :
        TrainCommand.parsed(new TrainCommand(), List.of(), command).spec().options()) {
      options.put(option.longestName(), option);
    }
    List<String> known =
        options.keySet().stream()
            .filter(
                name ->
                    RunSettings.decides(name)
                        && !SHARED.contains(name)
                        && !FolderOptions.NAMES.contains(name))
            .map(name -> name.substring(2))
            .toList();
    for (Parameter parameter : space.parameters()) {
      String name = "--" + parameter.name();
      OptionSpec option = options.get(name);
      if (option == null) {
        throw new IllegalArgumentException(Names.unknown("parameter", parameter.name(), known));
      }
      if (!known.contains(parameter.name())) {
        throw new IllegalArgumentException(
            "%s can't be searched: it must be the same for all trials; give %s on the command line"
                .formatted(parameter.name(), name));
      }
      if (given.containsKey(name)) {
        throw new IllegalArgumentException(
            "%s is searched: leave %s out, or out of the space".formatted(parameter.name(), name));
      }
      check(parameter, option, command);
    }
  }

  private static void check(Parameter parameter, OptionSpec option, CommandLine command) {
    List<String> values;
    if (parameter.domain() instanceof Domain.Choice choice) {
      values = choice.values();
    } else {
      values = List.of(parameter.domain().valueAt(0), parameter.domain().valueAt(1));
      boolean wholes = WHOLE.contains(option.type());
      if (!wholes && !REAL.contains(option.type())) {
        throw new IllegalArgumentException(
            "%s is not a number: give choices instead of min and max".formatted(parameter.name()));
      }
      if (wholes && parameter.domain() instanceof Domain.Range range && !range.whole()) {
        throw new IllegalArgumentException(
            "%s takes whole numbers: write min, max and step without a point or exponent"
                .formatted(parameter.name()));
      }
    }
    for (String value : values) {
      try {
        TrainCommand.parsed(
            new TrainCommand(), List.of(option.longestName() + "=" + value), command);
      } catch (ParameterException e) {
        throw new IllegalArgumentException("%s: %s".formatted(parameter.name(), e.getMessage()), e);
      }
    }
  }
}
