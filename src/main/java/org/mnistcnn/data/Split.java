package org.mnistcnn.data;

/**
 * Training data, parted as Keras's {@code validation_split} parts it. Both parts share the pixels.
 *
 * @param training the first images
 * @param validation the last images; none if nothing was held out
 */
public record Split(Dataset training, Dataset validation) {

  /**
   * Holds out the last {@code fraction} of the images, in the order they are stored in and so
   * before any shuffling: training gets the first {@code floor(count * (1 - fraction))}.
   *
   * @param fraction the share to validate on, in [0, 1); 0 holds out nothing
   * @throws IllegalArgumentException if the fraction is outside [0, 1), or leaves no image to train
   *     on, or is not 0 and leaves none to validate on
   */
  public static Split last(Dataset whole, double fraction) {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "validationSplit must be in [0, 1), got %s".formatted(fraction));
    }
    int count = whole.count();
    int splitAt = (int) Math.floor(count * (1.0 - fraction));
    if (splitAt == 0 || (fraction > 0 && splitAt == count)) {
      throw new IllegalArgumentException(
          "validationSplit %s of %d images leaves %d for training and %d for validation; provide more images or another fraction"
              .formatted(fraction, count, splitAt, count - splitAt));
    }
    return new Split(whole.slice(0, splitAt), whole.slice(splitAt, count));
  }
}
