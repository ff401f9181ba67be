package org.mnistcnn.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.SettingException;

/**
 * Training data, parted as Keras's {@code validation_split} parts it.
 *
 * @param training the images to learn from
 * @param validation the images that are held out; none if nothing was
 */
public record Split(Dataset training, Dataset validation) {

  /**
   * Holds out the last {@code fraction} of the images, in the order they are stored in and so
   * before any shuffling: training gets the first {@code floor(count * (1 - fraction))}. Both parts
   * share the pixels.
   *
   * @param fraction the share to validate on, in [0, 1); 0 holds out nothing
   * @throws IllegalArgumentException if the fraction is outside [0, 1), or leaves no image to train
   *     on, or is not 0 and leaves none to validate on
   */
  public static Split last(Dataset whole, double fraction) {
    Check.decay("validationSplit", fraction);
    int count = whole.count();
    int splitAt = (int) Math.floor(count * (1.0 - fraction));
    if (splitAt == 0 || (fraction > 0 && splitAt == count)) {
      throw new SettingException(
          "validationSplit",
          "%s of %d images leaves %d for training and %d for validation; provide more images or another fraction"
              .formatted(fraction, count, splitAt, count - splitAt));
    }
    return new Split(whole.slice(0, splitAt), whole.slice(splitAt, count));
  }

  /**
   * Holds out one of the blocks into which the images part, counted from the end; each is as large
   * as the one that {@link #last} holds out, but the one at the beginning, which may be smaller.
   *
   * @param fold 1 for the last block, 2 for the one before it, and so on
   * @throws IllegalArgumentException as {@link #last} does, or if there is no such block
   */
  public static Split block(Dataset whole, double fraction, int fold) {
    Split last = last(whole, fraction);
    int folds = folds(last);
    if (fold < 1 || fold > folds) {
      throw SettingException.of(
          "{validationFold} must be in [1, %d], of which {validationSplit} %s of %d images makes so many, got %d",
          folds, fraction, whole.count(), fold);
    }
    if (fold == 1) {
      return last;
    }
    int size = last.validation.count();
    int end = whole.count() - (fold - 1) * size;
    int begin = Math.max(0, end - size);
    return new Split(whole.without(begin, end), whole.slice(begin, end));
  }

  /**
   * The images in an order in which every stretch has each class in its share, as far as numbers
   * allow, so that the first and the last images stand for all. Within a class, chance orders them.
   */
  public static Dataset stratified(Dataset whole, long seed) {
    List<List<Integer>> classes = new ArrayList<>();
    whole.classNames().forEach(name -> classes.add(new ArrayList<>()));
    int[] labels = whole.labels();
    for (int image = 0; image < labels.length; image++) {
      classes.get(labels[image]).add(image);
    }
    double[] places = new double[labels.length];
    Random random = new Random(seed);
    for (List<Integer> images : classes) {
      Collections.shuffle(images, random);
      for (int i = 0; i < images.size(); i++) {
        places[images.get(i)] = (i + 0.5) / images.size();
      }
    }
    return whole.ordered(
        IntStream.range(0, labels.length)
            .boxed()
            .sorted(Comparator.comparingDouble(image -> places[image]))
            .mapToInt(Integer::intValue)
            .toArray());
  }

  /** How many blocks there are, see {@link #block}; 1 where nothing is held out. */
  public static int folds(Dataset whole, double fraction) {
    return folds(last(whole, fraction));
  }

  private static int folds(Split split) {
    int size = split.validation.count();
    return size == 0 ? 1 : 1 + (split.training.count() + size - 1) / size;
  }
}
