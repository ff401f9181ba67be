package org.mnistcnn.cli;

import org.jspecify.annotations.Nullable;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.Split;
import org.mnistcnn.train.FitOptions;
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
   * @throws IllegalArgumentException if an option is out of range, also one of those that say which
   *     images validate: before any image is read
   */
  FitOptions plan() {
    FitOptions plan = new FitOptions(epochs, batchSize, seed);
    if (!(validationSplit >= 0 && validationSplit < 1)) {
      throw new IllegalArgumentException(
          "validationSplit must be in [0, 1), got " + validationSplit);
    }
    if (validationFold < 1) {
      throw new IllegalArgumentException(
          "validationFold must be at least 1, got " + validationFold);
    }
    return plan;
  }

  /** The share of the training set that is held out for validation. */
  double validationSplit() {
    return validationSplit;
  }

  /** Which block of that size is held out, see {@link Split#block}. */
  int validationFold() {
    return validationFold;
  }

  /**
   * Parts the training images as the options say.
   *
   * @throws IllegalArgumentException if there is no such block, or a part would be empty
   */
  Split split(Dataset training) {
    return Split.block(training, validationSplit, validationFold);
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
