package org.mnistcnn.train;

import java.util.Random;

/**
 * The order in which an epoch visits the images: a new shuffle for every epoch, and a pure function
 * of the seed and the epoch. So a run resumed at epoch 7 sees the batches that an uninterrupted one
 * sees there, on every JDK: {@link Random}'s algorithm is part of its specification.
 */
public final class BatchOrder {

  /** 2^64 divided by the golden ratio, made odd: the step of SplitMix64. */
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private final long seed;

  /** The orders that follow from {@code seed}; every value is as good as another. */
  public BatchOrder(long seed) {
    this.seed = seed;
  }

  /**
   * The indices 0 to {@code count - 1} in the order of {@code epoch}: a Fisher-Yates shuffle, in
   * which every order is equally likely as far as the generator goes.
   *
   * @param epoch counted from 0
   * @param count number of images
   * @throws IllegalArgumentException if the epoch or the count is negative
   */
  public int[] permutation(int epoch, int count) {
    if (epoch < 0 || count < 0) {
      throw new IllegalArgumentException(
          "epoch and count must not be negative, got epoch %d and count %d"
              .formatted(epoch, count));
    }
    Random random = new Random(mix(mix(seed) + (epoch + 1L) * GOLDEN_GAMMA));
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  /**
   * The finalizer of SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
   * Generators", OOPSLA 2014): neighbouring seeds and epochs get unrelated orders.
   */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
