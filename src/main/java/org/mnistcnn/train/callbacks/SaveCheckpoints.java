package org.mnistcnn.train.callbacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.mnistcnn.train.Callback;
import org.mnistcnn.train.CheckpointStore;
import org.mnistcnn.train.History;
import org.mnistcnn.train.RunView;

/**
 * Saves checkpoints: after every epoch, every so often within one, and when the run is stopped.
 * Must be the last callback of a run, so that what the others remember of an epoch is in it.
 */
public final class SaveCheckpoints implements Callback {

  private final CheckpointStore checkpoints;
  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private final BooleanSupplier interrupted;
  private long lastSave;

  /**
   * Checkpoints of one run.
   *
   * @param intervalNanos the longest time without a checkpoint, in nanoseconds
   * @param nanoTime the clock
   * @param interrupted asked after each step; true ends the run after that step
   */
  public SaveCheckpoints(
      CheckpointStore checkpoints,
      long intervalNanos,
      LongSupplier nanoTime,
      BooleanSupplier interrupted) {
    this.checkpoints = checkpoints;
    this.intervalNanos = intervalNanos;
    this.nanoTime = nanoTime;
    this.interrupted = interrupted;
    this.lastSave = nanoTime.getAsLong();
  }

  @Override
  public void onTrainBatchEnd(int samples, Supplier<Map<String, Double>> measures, RunView run) {
    if (interrupted.getAsBoolean()) {
      run.stop("interrupted");
    }
    if (run.stopReason().isPresent()) {
      save(run);
    } else if (nanoTime.getAsLong() - lastSave >= intervalNanos && isFinite(measures.get())) {
      save(run);
    }
  }

  @Override
  public void onEpochEnd(History.Epoch epoch, RunView run) {
    save(run);
  }

  /** A run whose loss is lost is about to fail, and must not replace good checkpoints. */
  private static boolean isFinite(Map<String, Double> measures) {
    return Double.isFinite(measures.getOrDefault("loss", 0.0));
  }

  private void save(RunView run) {
    try {
      checkpoints.save(run.learner().steps(), run.checkpoint());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lastSave = nanoTime.getAsLong();
  }
}
