package org.mnistcnn.search;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Every position of every parameter is as likely as any other, whatever was observed. */
public record RandomSampler() implements Sampler {

  @Override
  public Map<String, String> sample(
      SearchSpace space, List<Observation> observations, RandomGenerator random) {
    return space.settings(parameter -> parameter.domain().valueAt(random.nextDouble()));
  }
}
