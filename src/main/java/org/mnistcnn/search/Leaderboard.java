package org.mnistcnn.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mnistcnn.common.CsvText;

/**
 * The trials in order of merit: those whose training is over, then those that stopped earlier, the
 * further ones first, then those that failed or have no result; each by the measure.
 *
 * @param objective what is looked for
 * @param ranked the best first
 */
public record Leaderboard(Objective objective, List<Trial> ranked) {

  public Leaderboard {
    ranked = List.copyOf(ranked);
  }

  /** Ranks trials; of equals, the earlier is better. */
  public static Leaderboard of(Objective objective, List<Trial> trials) {
    Comparator<Trial> merit =
        Comparator.comparing(Trial::isMeasured)
            .thenComparing(Trial::isDone)
            .thenComparing(trial -> trial.isDone() ? 0 : trial.epochs())
            .thenComparing(trial -> trial.score(objective));
    return new Leaderboard(objective, trials.stream().sorted(merit.reversed()).toList());
  }

  /** The best that has a measure. */
  public Optional<Trial> best() {
    return ranked.stream().filter(Trial::isMeasured).findFirst();
  }

  /** The board as CSV, a line per trial, with a column for each parameter. */
  public String csv(SearchSpace space) {
    List<List<String>> rows = new ArrayList<>();
    List<String> names = space.parameters().stream().map(Parameter::name).toList();
    List<String> head =
        new ArrayList<>(List.of("rank", "trial", "state", objective.key(), "epochs", "seconds"));
    head.addAll(names);
    head.add("reason");
    rows.add(head);
    for (int i = 0; i < ranked.size(); i++) {
      Trial trial = ranked.get(i);
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(i + 1));
      row.add(Integer.toString(trial.description().id()));
      row.add(state(trial));
      row.add(trial.isMeasured() ? Double.toString(trial.value(objective)) : "");
      row.add(Integer.toString(trial.epochs()));
      row.add(String.format(Locale.ROOT, "%.1f", trial.seconds()));
      names.forEach(name -> row.add(trial.description().settings().getOrDefault(name, "")));
      row.add(trial.result().map(TrialResult::reason).orElse(""));
      rows.add(row);
    }
    return CsvText.of(rows);
  }

  /** How far a trial came, in a word. */
  public static String state(Trial trial) {
    return trial.running()
        ? "running"
        : trial.result().map(last -> last.state().name().toLowerCase(Locale.ROOT)).orElse("");
  }
}
