package org.mnistcnn.train;

/**
 * How a model is trained, apart from the model and its optimizer.
 *
 * @param epochs passes over the training images
 * @param batchSize images a step; the last step of an epoch takes the rest
 * @param validationSplit the share of the training set that is kept for validation: in [0, 1)
 * @param validationFold which block of that size it is: 1 for the last one, as in Keras, 2 for the
 *     one before
 * @param seed what initial weights, batch order and dropout are functions of
 */
public record TrainingPlan(
    int epochs, int batchSize, double validationSplit, int validationFold, long seed) {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public TrainingPlan {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs must be at least 1, got " + epochs);
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, got " + batchSize);
    }
    if (!(validationSplit >= 0 && validationSplit < 1)) {
      throw new IllegalArgumentException(
          "validationSplit must be in [0, 1), got " + validationSplit);
    }
    if (validationFold < 1) {
      throw new IllegalArgumentException(
          "validationFold must be at least 1, got " + validationFold);
    }
  }

  /** A plan that validates on the end of the training set. */
  public TrainingPlan(int epochs, int batchSize, double validationSplit, long seed) {
    this(epochs, batchSize, validationSplit, 1, seed);
  }

  /** The same plan, ending after another number of epochs. */
  public TrainingPlan withEpochs(int other) {
    return new TrainingPlan(other, batchSize, validationSplit, seed);
  }
}
