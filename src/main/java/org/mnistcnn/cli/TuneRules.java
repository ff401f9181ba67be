package org.mnistcnn.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.mnistcnn.common.Names;
import org.mnistcnn.nn.compile.Metric;
import org.mnistcnn.search.SearchPlan;

/** Which options a search can be started with, and gone on with. */
final class TuneRules {

  /** Options of {@code train} that belong to a machine, and to each trial all the same. */
  private static final List<String> LOCAL =
      List.of("--device", "--resident", "--checkpoint-minutes");

  /** Options of {@code train} that a search has in another form, or not at all. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "--max-minutes", "take --budget-minutes",
          "--threads", "take --parallel, which shares the threads",
          "--save-best", "the winner's checkpoints are kept",
          "--save-every", "the winner's checkpoints are kept",
          "--histograms", "train the winner with it",
          "--tensorboard", "train the winner with it");

  private TuneRules() {}

  /**
   * Refuses options of {@code train} that would do nothing in a trial, or without which trials
   * can't be judged.
   */
  static void requireForTrials(TuneCommand options, TrainCommand training) {
    if (options.parallel > Runtime.getRuntime().availableProcessors()) {
      throw options.usage(
          "--parallel must be at most %d, the number of threads, got %d"
              .formatted(Runtime.getRuntime().availableProcessors(), options.parallel));
    }
    training
        .spec()
        .commandLine()
        .getParseResult()
        .matchedOptions()
        .forEach(
            option -> {
              String name = option.longestName();
              if (REFUSED.containsKey(name)) {
                throw options.usage("%s is not for trials: %s".formatted(name, REFUSED.get(name)));
              }
              if (GateOptions.NAMES.contains(name)) {
                throw options.usage(
                    name
                        + " is not for trials: gates are for the model that train makes of the"
                        + " winner");
              }
            });
    training.common.checked(training.plan::plan);
    if (training.plan.validationSplit() == 0) {
      throw options.usage("--validation-split must be more than 0: trials are judged by it");
    }
    List<String> measures =
        List.of("val_loss", "val_accuracy", "val_" + new Metric.TopKAccuracy(2).name());
    if (options.objective.startsWith("val_") && !measures.contains(options.objective)) {
      throw options.usage(Names.unknown("objective", options.objective, measures));
    }
  }

  /** What a search must have when it is gone on with. */
  static Map<String, String> description(
      TuneCommand options, SearchPlan plan, String spaceText, Map<String, String> given) {
    Map<String, String> search = new TreeMap<>(given);
    search.put("--sampler", options.sampler.toLowerCase(Locale.ROOT));
    search.put("--scheduler", options.scheduler.toString());
    search.put("--min-epochs", Integer.toString(options.minEpochs));
    search.put("--reduction", Integer.toString(options.reduction));
    search.put("--objective", options.objective);
    search.put("--trials", Integer.toString(options.trials));
    search.put("--parallel", Integer.toString(options.parallel));
    if (options.budgetEpochs != null) {
      search.put("--budget-epochs", options.budgetEpochs.toString());
    }
    search.put(RunSettings.DATA, plan.data());
    try {
      search.put(TuneJob.SPACE, new ObjectMapper().readTree(spaceText).toString());
    } catch (JacksonException e) {
      throw new IllegalStateException("a search space that was read before", e);
    }
    return search;
  }

  /** Refuses to go on with a search that was started with anything else. */
  static void requireSame(
      TuneCommand options, Map<String, String> then, Map<String, String> now, Path table) {
    List<String> differences = new ArrayList<>();
    Map<String, String> all = new TreeMap<>(then);
    all.putAll(now);
    for (String name : all.keySet()) {
      String before = then.getOrDefault(name, "not given");
      String after = now.getOrDefault(name, "not given");
      if (TuneCommand.FREE.contains(name) || before.equals(after)) {
        continue;
      }
      differences.add(
          name.startsWith("--")
              ? "%s was %s, is %s".formatted(name, before, after)
              : name + " was another");
    }
    if (!differences.isEmpty()) {
      throw options.usage(
          "%s holds another search: %s; choose another --name"
              .formatted(table, String.join("; ", differences)));
    }
  }

  /** The arguments of trials that belong to this machine. */
  static List<String> local(TrainCommand training) {
    List<String> local = new ArrayList<>();
    training
        .spec()
        .commandLine()
        .getParseResult()
        .matchedOptions()
        .forEach(
            option -> {
              if (LOCAL.contains(option.longestName())) {
                local.add(option.longestName() + "=" + option.getValue());
              }
            });
    return local;
  }
}
