package org.mnistcnn.app.tune;

import com.fasterxml.jackson.core.JacksonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.mnistcnn.app.GateConfig;
import org.mnistcnn.app.Overlay;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.app.Setting;
import org.mnistcnn.common.Json;
import org.mnistcnn.common.Names;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.common.SettingText;
import org.mnistcnn.nn.compile.Metric;
import org.mnistcnn.search.Domain;
import org.mnistcnn.search.Objective;
import org.mnistcnn.search.Parameter;
import org.mnistcnn.search.Sampler;
import org.mnistcnn.search.Scheduler;
import org.mnistcnn.search.SearchPlan;
import org.mnistcnn.search.SearchSpace;

/**
 * A search.
 *
 * @param space what is searched, as JSON, see {@link SearchSpace#parse}
 * @param trials how many combinations to try
 * @param sampler random, or tpe, which learns from the trials before
 * @param scheduler none, asha or hyperband
 * @param minEpochs after how many epochs a trial is judged first
 * @param reduction one in {@code reduction} trials continues, for that many times the epochs
 * @param objective the measure whose best value wins
 * @param parallel how many trials run at once
 * @param budgetMinutes how long to search now; empty for as long as it takes
 * @param budgetEpochs how many epochs all trials together may be trained
 * @param settings what was said of the trainings of all trials
 */
public record TuneConfig(
    String space,
    int trials,
    String sampler,
    Scheduler.Kind scheduler,
    int minEpochs,
    int reduction,
    String objective,
    int parallel,
    Optional<Double> budgetMinutes,
    Optional<Integer> budgetEpochs,
    Overlay settings) {

  /** What a table calls the search space. */
  private static final String SPACE = "the search space";

  private static final String DATA = "the training data";

  /** Entries of a table with which an interrupted search may be resumed otherwise. */
  private static final List<String> FREE = List.of("trials", "parallel", "budget-epochs");

  /** Settings that a search has in another form, or not at all. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "maxMinutes", "take {budgetMinutes}",
          "threads", "take {parallel}, which shares the threads",
          "saveBest", "the winner's checkpoints are kept",
          "saveEvery", "the winner's checkpoints are kept",
          "histograms", "train the winner with it",
          "tensorboard", "train the winner with it");

  public TuneConfig {
    if (budgetMinutes.isPresent() && !(budgetMinutes.get() > 0 && budgetMinutes.get() <= 525_600)) {
      throw new SettingException(
          "budgetMinutes", "must be in (0, 525600], got " + budgetMinutes.get());
    }
  }

  /** The search of a table with an entry for each setting. */
  static TuneConfig ofTable(Map<String, String> entries) {
    Map<String, String> rest = withoutHyphens(entries);
    String space = taken(rest, SPACE, "{}");
    rest.remove(DATA);
    return new TuneConfig(
        space,
        Integer.parseInt(taken(rest, "trials", "30")),
        taken(rest, "sampler", "tpe"),
        Scheduler.Kind.valueOf(taken(rest, "scheduler", "asha").toUpperCase(Locale.ROOT)),
        Integer.parseInt(taken(rest, "min-epochs", "1")),
        Integer.parseInt(taken(rest, "reduction", "3")),
        taken(rest, "objective", "val_accuracy"),
        Integer.parseInt(taken(rest, "parallel", "1")),
        Optional.empty(),
        Optional.ofNullable(rest.remove("budget-epochs")).map(Integer::valueOf),
        Overlay.ofTexts(rest));
  }

  private static String taken(Map<String, String> entries, String key, String otherwise) {
    String value = entries.remove(key);
    return value == null ? otherwise : value;
  }

  /** Version 0.1 wrote options with their hyphens. */
  private static Map<String, String> withoutHyphens(Map<String, String> entries) {
    Map<String, String> plain = new TreeMap<>();
    entries.forEach((name, value) -> plain.put(name.replaceFirst("^--", ""), value));
    return plain;
  }

  /**
   * The entries of a table that begins with this search.
   *
   * @param data the training set by number of images and checksum
   */
  Map<String, String> entries(String data) {
    Map<String, String> entries = new TreeMap<>(given().texts());
    entries.put("sampler", sampler.toLowerCase(Locale.ROOT));
    entries.put("scheduler", scheduler.toString());
    entries.put("min-epochs", Integer.toString(minEpochs));
    entries.put("reduction", Integer.toString(reduction));
    entries.put("objective", objective);
    entries.put("trials", Integer.toString(trials));
    entries.put("parallel", Integer.toString(parallel));
    budgetEpochs.ifPresent(budget -> entries.put("budget-epochs", budget.toString()));
    entries.put(DATA, data);
    try {
      entries.put(SPACE, Json.MAPPER.readTree(space).toString());
    } catch (JacksonException e) {
      throw new IllegalStateException("a search space that was read before", e);
    }
    return entries;
  }

  /** What all trials share and what decides their results, without what is searched. */
  private Overlay given() {
    List<String> searched = searchSpace().parameters().stream().map(Parameter::name).toList();
    return settings.only(setting -> setting.decides() && !searched.contains(setting.key()));
  }

  /** Refuses to resume a search that was started with anything else. */
  static void requireSame(Map<String, String> before, Map<String, String> now, String table) {
    Map<String, String> old = withoutHyphens(before);
    Map<String, String> all = new TreeMap<>(old);
    all.putAll(now);
    List<String> differences = new ArrayList<>();
    for (String key : all.keySet()) {
      String earlier = old.getOrDefault(key, "not given");
      String today = now.getOrDefault(key, "not given");
      if (!FREE.contains(key) && !earlier.equals(today)) {
        differences.add(
            key.equals(SPACE) || key.equals(DATA)
                ? key + " was another"
                : "{%s} was %s, is %s"
                    .formatted(
                        javaName(key), SettingText.literal(earlier), SettingText.literal(today)));
      }
    }
    if (!differences.isEmpty()) {
      throw SettingException.of(
          "%s holds another search: " + String.join("; ", differences) + "; choose another {name}",
          table);
    }
  }

  private static String javaName(String key) {
    StringBuilder name = new StringBuilder();
    for (String word : key.split("-", -1)) {
      name.append(
          name.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return name.toString();
  }

  /** Refuses what would do nothing in a trial, or without which trials can't be judged. */
  void requireForTrials(RunConfig config) {
    int threads = Runtime.getRuntime().availableProcessors();
    if (parallel > threads) {
      throw SettingException.of(
          "{parallel} must be at most %d, the number of threads, got %d", threads, parallel);
    }
    for (Setting setting : settings.settings()) {
      String way = REFUSED.get(setting.name());
      if (way != null) {
        throw SettingException.of("{" + setting.name() + "} is not for trials: " + way);
      }
      if (GateConfig.isOne(setting)) {
        throw SettingException.of(
            "{"
                + setting.name()
                + "} is not for trials: gates are for the model that is trained of the winner");
      }
    }
    if (config.fit().validationSplit() == 0) {
      throw new SettingException("validationSplit", "must be more than 0: trials are judged by it");
    }
    List<String> measures =
        List.of("val_loss", "val_accuracy", "val_" + new Metric.TopKAccuracy(2).name());
    if (objective.startsWith("val_") && !measures.contains(objective)) {
      throw SettingException.of("%s", Names.unknown("objective", objective, measures));
    }
  }

  /**
   * The search space.
   *
   * @throws IllegalArgumentException if it is none
   */
  SearchSpace searchSpace() {
    return SearchSpace.parse(space);
  }

  /**
   * Checks a search space before anything runs.
   *
   * @param json see {@link SearchSpace#parse}
   * @param given the settings that were said by a person, and not by a preset
   * @throws IllegalArgumentException if it is no search space, a parameter is no setting that can
   *     be searched, or a value is not one of its setting
   */
  public static void requireSearchable(String json, Overlay given) {
    SearchSpace space = SearchSpace.parse(json);
    List<String> known =
        Setting.all().stream().filter(Setting::canBeSearched).map(Setting::key).sorted().toList();
    for (Parameter parameter : space.parameters()) {
      Setting setting =
          Setting.ofKey(parameter.name())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          Names.unknown("parameter", parameter.name(), known)));
      if (!setting.canBeSearched()) {
        throw SettingException.of(
            "%s can't be searched: it must be the same for all trials; give {"
                + setting.name()
                + "} beside the search space",
            parameter.name());
      }
      if (given.says(setting.name())) {
        throw SettingException.of(
            "%s is searched: leave {" + setting.name() + "} out, or out of the space",
            parameter.name());
      }
      requireValues(parameter, setting);
    }
  }

  private static void requireValues(Parameter parameter, Setting setting) {
    List<String> values;
    if (parameter.domain() instanceof Domain.Choice choice) {
      values = choice.values();
    } else {
      values = List.of(parameter.domain().valueAt(0), parameter.domain().valueAt(1));
      if (!setting.isWhole() && !setting.isReal()) {
        throw new IllegalArgumentException(
            "%s is not a number: give choices instead of min and max".formatted(parameter.name()));
      }
      if (setting.isWhole() && parameter.domain() instanceof Domain.Range range && !range.whole()) {
        throw new IllegalArgumentException(
            "%s takes whole numbers: write min, max and step without a point or exponent"
                .formatted(parameter.name()));
      }
    }
    for (String value : values) {
      try {
        setting.parse(value);
      } catch (SettingException e) {
        throw new IllegalArgumentException(e.text().with(Setting::key), e);
      }
    }
  }

  /**
   * What the search does.
   *
   * @param data the training set by number of images and checksum
   */
  SearchPlan plan(RunConfig config, String data) {
    Overlay fixed =
        given().only(setting -> !setting.name().equals("seed") && !setting.name().equals("epochs"));
    Sampler chosen =
        Sampler.named(sampler)
            .orElseThrow(
                () ->
                    SettingException.of(
                        "%s", Names.unknown("sampler", sampler, List.of("random", "tpe"))));
    int threads =
        parallel <= 1 ? 0 : Math.max(1, Runtime.getRuntime().availableProcessors() / parallel);
    return new SearchPlan(
        searchSpace(),
        chosen,
        new Scheduler(scheduler, minEpochs, reduction),
        Objective.of(objective),
        trials,
        budgetEpochs.map(OptionalInt::of).orElseGet(OptionalInt::empty),
        parallel,
        threads,
        config.fit().seed(),
        config.fit().epochs(),
        fixed.texts(),
        data);
  }
}
