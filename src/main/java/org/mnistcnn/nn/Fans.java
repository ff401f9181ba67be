package org.mnistcnn.nn;

import org.tensorflow.ndarray.Shape;

/**
 * How many values feed one output of a kernel, and how many outputs one value feeds: the receptive
 * field (every dimension but the last two) times the channels. Both are at least 1.
 */
record Fans(double in, double out) {

  static Fans of(Shape kernel) {
    int rank = kernel.numDimensions();
    if (rank < 2) {
      double values = Math.max(1, kernel.size());
      return new Fans(values, values);
    }
    double receptiveField = 1;
    for (int axis = 0; axis < rank - 2; axis++) {
      receptiveField *= kernel.get(axis);
    }
    return new Fans(receptiveField * kernel.get(rank - 2), receptiveField * kernel.get(rank - 1));
  }

  double glorotVariance() {
    return 2 / (in + out);
  }
}
