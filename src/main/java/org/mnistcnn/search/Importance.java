package org.mnistcnn.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.mnistcnn.common.CsvText;

/**
 * How much each parameter matters by itself: functional ANOVA on a forest of regression trees
 * (Hutter, Hoos and Leyton-Brown 2014, An Efficient Approach for Assessing Hyperparameter
 * Importance). The importance of a parameter is the share of the variance, over the whole space,
 * that the mean over all other parameters has along it: V_i / V, the mean over all trees. What is
 * left of 1 is due to parameters that act together.
 *
 * @param shares of the searched parameters, the greatest first; empty if there are too few trials
 * @param trials how many trials they are computed from
 * @param epochs after how many epochs these were compared; 0 for the end of each
 */
public record Importance(Map<String, Double> shares, int trials, int epochs) {

  /** With fewer trials, chance would be all that is seen. */
  public static final int LEAST_TRIALS = 8;

  private static final int TREES = 64;

  public Importance {
    shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
  }

  /** The shares as CSV, a line per parameter, the greatest first. */
  public String csv() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("parameter", "importance"));
    shares.forEach((name, share) -> rows.add(List.of(name, share.toString())));
    return CsvText.of(rows);
  }

  /**
   * The importance of every parameter. Trials that were stopped early are compared with others
   * after as many epochs as at least half of them have.
   */
  public static Importance of(
      SearchSpace space, Scheduler scheduler, Objective objective, List<Trial> trials) {
    List<Trial> measured = trials.stream().filter(Trial::isMeasured).toList();
    int epochs = 0;
    if (scheduler.isHalving() && !measured.isEmpty()) {
      List<Integer> reached =
          measured.stream().map(Trial::epochs).sorted(Comparator.reverseOrder()).toList();
      epochs = reached.get((reached.size() - 1) / 2);
    }
    int common = epochs;
    List<Trial> compared = measured.stream().filter(trial -> trial.epochs() >= common).toList();
    List<Parameter> parameters = space.searched();
    if (compared.size() < LEAST_TRIALS || parameters.isEmpty()) {
      return new Importance(Map.of(), compared.size(), epochs);
    }
    double[][] points = new double[compared.size()][];
    double[] values = new double[compared.size()];
    for (int i = 0; i < points.length; i++) {
      points[i] = point(parameters, compared.get(i).description().settings());
      values[i] = value(compared.get(i), common, objective);
    }
    return new Importance(shares(parameters, points, values), compared.size(), epochs);
  }

  /** A parameter that is not set is in the middle. */
  private static double[] point(List<Parameter> parameters, Map<String, String> settings) {
    return parameters.stream()
        .mapToDouble(
            parameter -> {
              String value = settings.get(parameter.name());
              return value == null ? 0.5 : parameter.domain().positionOf(value);
            })
        .toArray();
  }

  private static double value(Trial trial, int epochs, Objective objective) {
    return epochs == 0
        ? trial.value(objective)
        : trial
            .result()
            .map(result -> objective.value(result.epochs().get(epochs - 1).logs()))
            .orElse(Double.NaN);
  }

  static Map<String, Double> shares(
      List<Parameter> parameters, double[][] points, double[] values) {
    SplittableRandom random = new SplittableRandom(1);
    double[] sums = new double[parameters.size()];
    int trees = 0;
    for (int tree = 0; tree < TREES; tree++) {
      int[] sample = random.ints(points.length, 0, points.length).toArray();
      RegressionTree grown = new RegressionTree(points, values, sample);
      double whole = grown.variance();
      if (whole > 0) {
        trees++;
        for (int i = 0; i < sums.length; i++) {
          sums[i] += grown.variance(i) / whole;
        }
      }
    }
    Map<String, Double> shares = new LinkedHashMap<>();
    for (int i = 0; i < sums.length; i++) {
      shares.put(parameters.get(i).name(), trees == 0 ? 0 : sums[i] / trees);
    }
    Map<String, Double> sorted = new LinkedHashMap<>();
    shares.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}
