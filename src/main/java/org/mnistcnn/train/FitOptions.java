package org.mnistcnn.train;

import org.mnistcnn.common.Check;
import org.mnistcnn.common.WithBuilder;

/**
 * How a model is trained, apart from the model and its optimizer. What it is trained and validated
 * on is a {@link org.mnistcnn.data.Split}.
 *
 * @param epochs passes over the training images
 * @param batchSize images per step; the last step of an epoch takes the rest
 * @param seed what initial weights, batch order and dropout are functions of
 */
@WithBuilder
public record FitOptions(int epochs, int batchSize, long seed) implements FitOptionsBuilder.With {

  public FitOptions {
    Check.positive("epochs", epochs);
    Check.positive("batchSize", batchSize);
  }
}
