package org.mnistcnn.cli;

import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.train.Callback;
import org.mnistcnn.train.FitOptions;
import org.mnistcnn.train.History;
import org.mnistcnn.train.RunView;

/**
 * Shows the course of a training: one line per epoch with Keras's keys and images/s, and on a
 * terminal a bar while the epoch runs.
 */
final class Progress implements Callback {

  /** How often the bar's measures are read: each reading waits for the device. */
  private static final long REFRESH_NANOS = 500_000_000;

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private int epochs;
  private int samples;
  private int epochSamples;
  private long epochStart;
  private long stepsEnd;
  private long lastRefresh;
  private @Nullable ProgressBar bar;

  /**
   * Progress on {@code out}.
   *
   * @param terminal whether to draw a bar
   * @param nanoTime the clock
   */
  Progress(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  @Override
  public void onTrainBegin(FitOptions plan, int samples) {
    this.epochs = plan.epochs();
    this.samples = samples;
  }

  @Override
  public void onEpochBegin(int epoch, int seen) {
    epochSamples = samples - seen;
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(title(epoch))
              .setInitialMax(samples)
              .startsFrom(seen, Duration.ZERO)
              .setUnit(" images", 1)
              .showSpeed(new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
              .setStyle(ProgressBarStyle.ASCII)
              .clearDisplayOnFinish()
              .build();
    }
    epochStart = nanoTime.getAsLong();
    lastRefresh = epochStart;
  }

  @Override
  public void onTrainBatchEnd(int seen, Supplier<Map<String, Double>> measures, RunView training) {
    if (bar == null) {
      return;
    }
    bar.stepTo(seen);
    if (nanoTime.getAsLong() - lastRefresh >= REFRESH_NANOS) {
      bar.setExtraMessage(" " + text(measures.get()));
      lastRefresh = nanoTime.getAsLong();
    }
  }

  @Override
  public void onTrainStepsEnd() {
    stepsEnd = nanoTime.getAsLong();
  }

  @Override
  public void onEpochEnd(History.Epoch epoch, RunView training) {
    if (bar != null) {
      bar.close();
      bar = null;
    }
    out.printf(
        Locale.ROOT,
        "%s - %.1f s - %,.0f images/s - %s%n",
        title(epoch.epoch()),
        (nanoTime.getAsLong() - epochStart) / 1e9,
        epochSamples * 1e9 / (stepsEnd - epochStart),
        text(epoch.logs()));
  }

  @Override
  public void onTrainEnd(RunView training) {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  private String title(int epoch) {
    return "Epoch %d/%d".formatted(epoch + 1, epochs);
  }

  /** The measures; the learning rate is shown in the curves and in history.csv. */
  private static String text(Map<String, Double> measures) {
    return measures.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(History.LEARNING_RATE))
        .map(entry -> String.format(Locale.ROOT, "%s: %.4f", entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(" - "));
  }
}
