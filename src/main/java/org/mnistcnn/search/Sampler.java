package org.mnistcnn.search;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How the settings of the next trial are chosen. */
public sealed interface Sampler permits RandomSampler, TpeSampler {

  /** Settings to try next, as a function of what was observed and of chance. */
  Map<String, String> sample(
      SearchSpace space, List<Observation> observations, RandomGenerator random);

  /** The sampler of a name: {@code random} or {@code tpe}; empty for any other. */
  static Optional<Sampler> named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "random" -> Optional.of(new RandomSampler());
      case "tpe" -> Optional.of(new TpeSampler());
      default -> Optional.empty();
    };
  }
}
