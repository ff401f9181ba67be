package org.mnistcnn.cli;

import org.jspecify.annotations.Nullable;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.train.TrainingPlan;
import picocli.CommandLine.Option;

/** How long, on what and in which batches a model is trained. */
final class PlanOptions {

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "10",
      description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "128",
      description = "Images a step (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--validation-split",
      paramLabel = "SHARE",
      defaultValue = "0.2",
      description =
          "Share of the training set, from its end, kept for validation (default:"
              + " ${DEFAULT-VALUE}).")
  private double validationSplit;

  @Option(
      names = "--validation-fold",
      paramLabel = "K",
      defaultValue = "1",
      description =
          "Which block of that size is kept: 1 for the last one, as in Keras, 2 for the one before"
              + " (default: ${DEFAULT-VALUE}).")
  private int validationFold;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Decides first weights, batches and dropout; the same seed gives the same weights"
              + " (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Train on the first N images of the training set only.")
  private @Nullable Integer limit;

  /**
   * The plan.
   *
   * @throws IllegalArgumentException if an option is out of range
   */
  TrainingPlan plan() {
    return new TrainingPlan(epochs, batchSize, validationSplit, validationFold, seed);
  }

  /**
   * The first images of a training set, as many as were asked for.
   *
   * @throws IllegalArgumentException if that is none
   */
  Dataset limited(Dataset training) {
    return limited(training, limit);
  }

  static Dataset limited(Dataset training, @Nullable Integer limit) {
    if (limit == null) {
      return training;
    }
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, got " + limit);
    }
    return training.slice(0, Math.min(limit, training.count()));
  }
}
