package org.mnistcnn.train;

import java.util.Locale;

/**
 * The loss has become infinite or not a number: the weights are lost, and more steps bring nothing
 * back.
 */
public final class DivergedException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  private final int epoch;
  private final long step;
  private final double learningRate;

  /**
   * A run that diverged.
   *
   * @param epoch in which epoch, counted from 0
   * @param step in which step of the epoch, counted from 0
   * @param learningRate when it was found out
   */
  public DivergedException(int epoch, long step, double learningRate) {
    super(
        String.format(
            Locale.ROOT,
            "the loss is not finite from step %d of epoch %d on, with learning rate %.4g; try a"
                + " smaller learning rate or gradient clipping, and check the images and labels",
            step + 1,
            epoch + 1,
            learningRate));
    this.epoch = epoch;
    this.step = step;
    this.learningRate = learningRate;
  }

  public int epoch() {
    return epoch;
  }

  public long step() {
    return step;
  }

  public double learningRate() {
    return learningRate;
  }
}
