package org.mnistcnn.train;

import java.util.Map;
import java.util.function.Supplier;

/** Is told of the course of a training, in the thread that trains. */
public interface Callback {

  /**
   * Training is about to begin.
   *
   * @param plan what will be done
   * @param samples number of training images
   */
  default void onTrainBegin(TrainingPlan plan, int samples) {}

  /**
   * An epoch is about to begin.
   *
   * @param epoch counted from 0
   */
  default void onEpochBegin(int epoch) {}

  /**
   * A step is done.
   *
   * @param samples number of images seen in this epoch so far
   * @param measures reads the epoch's means so far, which costs a round trip to the device: not for
   *     every batch
   */
  default void onTrainBatchEnd(int samples, Supplier<Map<String, Double>> measures) {}

  /** All steps of the epoch are done; validation comes next. */
  default void onTrainStepsEnd() {}

  /** The epoch and its validation are done. */
  default void onEpochEnd(History.Epoch epoch) {}
}
