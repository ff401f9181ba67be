package org.mnistcnn.train.callbacks;

import java.util.Map;
import java.util.function.Supplier;
import org.mnistcnn.train.Callback;
import org.mnistcnn.train.DivergedException;
import org.mnistcnn.train.History;
import org.mnistcnn.train.Learner;
import org.mnistcnn.train.RunView;

/**
 * Ends a run whose loss is infinite or not a number, by a {@link DivergedException}. Belongs before
 * callbacks that keep something of an epoch.
 *
 * <p>Unlike Keras, which stops as if all were well, this is a failure, as with Keras's {@code
 * raise_error=True}; and the loss is read every {@value #STEPS} steps and at an epoch's end, since
 * reading it waits for the device. The step is exact all the same.
 */
public final class TerminateOnNaN implements Callback {

  private static final int STEPS = 50;
  private static final Monitor LOSS = Monitor.of("loss");

  @Override
  public void onTrainBatchEnd(int samples, Supplier<Map<String, Double>> measures, RunView run) {
    if (run.learner().steps() % STEPS == 0) {
      check(measures.get(), run.history().epochs().size(), run.learner());
    }
  }

  @Override
  public void onEpochEnd(History.Epoch epoch, RunView run) {
    check(epoch.logs(), epoch.epoch(), run.learner());
  }

  /** Once a loss is not finite, the epoch's mean is not either. */
  private static void check(Map<String, Double> logs, int epoch, Learner learner) {
    if (!Double.isFinite(LOSS.value(logs))) {
      throw new DivergedException(epoch, learner.finiteSteps(), learner.learningRate());
    }
  }
}
