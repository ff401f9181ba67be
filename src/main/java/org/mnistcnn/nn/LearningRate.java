package org.mnistcnn.nn;

/** The step size of an optimizer as a function of the step: Keras's learning rate schedules. */
public sealed interface LearningRate {

  /**
   * The step size.
   *
   * @param step 0 in the first step
   */
  double at(long step);

  /** The same step size in every step. */
  record Constant(double learningRate) implements LearningRate {
    /**
     * Checks the step size.
     *
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public Constant {
      if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "learningRate must be positive and finite, got " + learningRate);
      }
    }

    @Override
    public double at(long step) {
      return learningRate;
    }
  }
}
