package org.mnistcnn.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What is known of some settings.
 *
 * @param settings the values of the parameters that are set
 * @param rung how far early stopping has let the trial go; 0 where nothing stops trials early
 * @param score more is better; negative infinity for settings that failed
 */
record Observation(Map<String, String> settings, int rung, double score) {

  /** The best first: who has come further was better than those who have not. */
  private static final Comparator<Observation> BEST_FIRST =
      Comparator.comparingInt(Observation::rung).thenComparingDouble(Observation::score).reversed();

  /** In order of merit; equals stay in order. */
  static List<Observation> ranked(List<Observation> observations) {
    List<Observation> ranked = new ArrayList<>(observations);
    ranked.sort(BEST_FIRST);
    return ranked;
  }
}
