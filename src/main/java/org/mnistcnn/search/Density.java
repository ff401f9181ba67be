package org.mnistcnn.search;

import java.util.random.RandomGenerator;

/** How likely each position in [0, 1] is. */
sealed interface Density permits ParzenDensity, ChoiceDensity {

  /** The density at a position; more than 0 everywhere. */
  double at(double position);

  /** A position drawn from it. */
  double sample(RandomGenerator random);
}
