package org.mnistcnn.search;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.SettingException;

/**
 * The tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kégl 2011, Algorithms for
 * Hyper-Parameter Optimization, section 4): of settings drawn from the density l of the good
 * trials, the one with the greatest l / g, where g is the density of the others; that is the one
 * with the greatest expected improvement. Each parameter is taken by itself, those with conditions
 * among the trials that have them.
 *
 * @param startup number of trials that are drawn at random first
 * @param candidates how many are drawn from l
 * @param goodShare the share of trials that are good
 */
public record TpeSampler(int startup, int candidates, double goodShare) implements Sampler {

  /** Ten random trials, then the best of 24 candidates, as in the authors' hyperopt. */
  public TpeSampler() {
    this(10, 24, 0.2);
  }

  public TpeSampler {
    if (startup < 2) {
      throw new SettingException("startup", "must be at least 2, got " + startup);
    }
    Check.positive("candidates", candidates);
    if (!(goodShare > 0 && goodShare < 1)) {
      throw new SettingException("goodShare", "must be in (0, 1), got " + goodShare);
    }
  }

  @Override
  public Map<String, String> sample(
      SearchSpace space, List<Observation> observations, RandomGenerator random) {
    if (observations.size() < startup) {
      return new RandomSampler().sample(space, observations, random);
    }
    List<Observation> ranked = Observation.ranked(observations);
    int good = (int) Math.ceil(goodShare * ranked.size());
    return space.settings(
        parameter ->
            best(parameter, ranked.subList(0, good), ranked.subList(good, ranked.size()), random));
  }

  private String best(
      Parameter parameter,
      List<Observation> good,
      List<Observation> others,
      RandomGenerator random) {
    Density likely = density(parameter, good);
    Density unlikely = density(parameter, others);
    String best = parameter.domain().valueAt(0);
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < candidates; i++) {
      String value = parameter.domain().valueAt(likely.sample(random));
      double position = parameter.domain().positionOf(value);
      double ratio = likely.at(position) / unlikely.at(position);
      if (ratio > greatest) {
        greatest = ratio;
        best = value;
      }
    }
    return best;
  }

  private static Density density(Parameter parameter, List<Observation> observations) {
    double[] positions =
        observations.stream()
            .map(Observation::settings)
            .filter(settings -> settings.containsKey(parameter.name()))
            .mapToDouble(
                settings ->
                    parameter.domain().positionOf(settings.getOrDefault(parameter.name(), "")))
            .sorted()
            .toArray();
    return parameter.domain() instanceof Domain.Choice choice
        ? new ChoiceDensity(choice.values().size(), positions)
        : new ParzenDensity(positions);
  }
}
