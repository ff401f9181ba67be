package org.mnistcnn.train;

import org.mnistcnn.common.SettingException;

/**
 * How a model is trained, apart from the model and its optimizer. What it is trained and validated
 * on is a {@link org.mnistcnn.data.Split}.
 *
 * @param epochs passes over the training images
 * @param batchSize images a step; the last step of an epoch takes the rest
 * @param seed what initial weights, batch order and dropout are functions of
 */
public record FitOptions(int epochs, int batchSize, long seed) {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public FitOptions {
    if (epochs < 1) {
      throw new SettingException("epochs", "must be at least 1, got " + epochs);
    }
    if (batchSize < 1) {
      throw new SettingException("batchSize", "must be at least 1, got " + batchSize);
    }
  }

  /** The same plan, ending after another number of epochs. */
  public FitOptions withEpochs(int other) {
    return new FitOptions(other, batchSize, seed);
  }
}
