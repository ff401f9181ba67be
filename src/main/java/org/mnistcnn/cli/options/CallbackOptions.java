package org.mnistcnn.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What watches a training, and when it ends early: Keras's callbacks. */
public final class CallbackOptions {

  @Option(
      names = "--monitor",
      paramLabel = "KEY",
      description =
          "The measure that --early-stopping, --reduce-lr-on-plateau and --save-best watch (default:"
              + " val_loss).")
  @Nullable String monitor;

  @Option(
      names = "--early-stopping",
      paramLabel = "PATIENCE",
      description = "End when the measure has not improved for PATIENCE epochs.")
  @Nullable Integer earlyStopping;

  @Option(
      names = "--min-delta",
      paramLabel = "D",
      defaultValue = "0",
      description = "The least change that --early-stopping takes for an improvement.")
  double minDelta;

  @Option(
      names = "--restore-best-weights",
      description = "With --early-stopping: end with the weights of the best epoch.")
  boolean restoreBestWeights;

  @Option(
      names = "--reduce-lr-on-plateau",
      paramLabel = "PATIENCE",
      description = "Shrink the step size when the measure has not improved for PATIENCE epochs.")
  @Nullable Integer reduceLrOnPlateau;

  @Option(
      names = "--reduce-lr-factor",
      paramLabel = "F",
      description = "The factor of --reduce-lr-on-plateau (default: 0.1).")
  @Nullable Double reduceLrFactor;

  @Option(
      names = "--save-best",
      description = "Keep a checkpoint of the best epoch: checkpoints/best.ckpt.")
  boolean saveBest;

  @Option(
      names = "--save-every",
      paramLabel = "N",
      description = "Keep a checkpoint of every Nth epoch: checkpoints/epoch-000N.ckpt.")
  @Nullable Integer saveEvery;

  @Option(
      names = "--checkpoint-minutes",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Longest time without a checkpoint, besides the one after each epoch (default:"
              + " ${DEFAULT-VALUE}).")
  double checkpointMinutes;

  @Option(
      names = "--max-minutes",
      paramLabel = "N",
      description = "End after the step at which N minutes are over.")
  @Nullable Double maxMinutes;

  @Option(names = "--tensorboard", description = "Write event files for TensorBoard.")
  boolean tensorBoard;

  @Option(names = "--histograms", description = "With --tensorboard: histograms of the weights.")
  boolean histograms;
}
