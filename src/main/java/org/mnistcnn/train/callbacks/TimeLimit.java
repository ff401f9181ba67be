package org.mnistcnn.train.callbacks;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.train.Callback;
import org.mnistcnn.train.FitOptions;
import org.mnistcnn.train.RunView;

/**
 * Stops the run after the step in which its time is over. The time counts from when training begins
 * or resumes: a run that was stopped by its limit can be resumed with the same limit, for the same
 * time again.
 */
public final class TimeLimit implements Callback {

  private final Duration limit;
  private final LongSupplier nanoTime;
  private long start;

  /**
   * A limit for a run.
   *
   * @param nanoTime the clock, such as {@link System#nanoTime}
   * @throws IllegalArgumentException if the limit is not positive
   */
  public TimeLimit(Duration limit, LongSupplier nanoTime) {
    if (limit.isNegative() || limit.isZero()) {
      throw new SettingException("limit", "must be positive, got " + limit);
    }
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  @Override
  public void onTrainBegin(FitOptions options, int samples) {
    start = nanoTime.getAsLong();
  }

  @Override
  public void onTrainBatchEnd(int samples, Supplier<Map<String, Double>> measures, RunView run) {
    if (nanoTime.getAsLong() - start >= limit.toNanos()) {
      run.stop("the time limit of %s is over".formatted(text(limit)));
    }
  }

  private static String text(Duration limit) {
    double minutes = limit.toMillis() / 60e3;
    return minutes == Math.rint(minutes)
        ? String.format(Locale.ROOT, "%.0f min", minutes)
        : String.format(Locale.ROOT, "%.1f s", limit.toMillis() / 1e3);
  }
}
