package org.mnistcnn.train;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Is told of the course of a training, in the thread that trains. All methods do nothing unless
 * they are implemented.
 */
public interface Callback {

  /**
   * Training is about to begin, or to resume after an interruption.
   *
   * @param options what will be done
   * @param samples number of training images
   */
  default void onTrainBegin(FitOptions options, int samples) {}

  /**
   * An epoch is about to begin.
   *
   * @param epoch counted from 0
   * @param samples number of its images already seen: more than 0 where a resumed run takes it up
   */
  default void onEpochBegin(int epoch, int samples) {}

  /**
   * A step is done.
   *
   * @param samples number of images seen in this epoch so far
   * @param measures reads the epoch's means so far, which costs a round trip to the device: not for
   *     every batch
   * @param run the run, which can be stopped
   */
  default void onTrainBatchEnd(int samples, Supplier<Map<String, Double>> measures, RunView run) {}

  /** All steps of the epoch are done; validation comes next. */
  default void onTrainStepsEnd() {}

  /** The epoch and its validation are done. */
  default void onEpochEnd(History.Epoch epoch, RunView run) {}

  /** Training is over, by plan or because it was stopped. */
  default void onTrainEnd(RunView run) {}

  /**
   * What the callback remembers, for a checkpoint. Empty if it never remembers anything: such a
   * callback may be added to a resumed run, or left out of it.
   */
  default Optional<CallbackState> state() {
    return Optional.empty();
  }

  /**
   * Takes back what {@link #state} gave, before {@link #onTrainBegin}: {@link CallbackState#NONE}
   * where a run starts.
   */
  default void restore(CallbackState state) {}
}
