package org.mnistcnn.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long, on what and in which batches a model is trained. */
public final class PlanOptions {

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "10",
      description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
  int epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "128",
      description = "Images a step (default: ${DEFAULT-VALUE}).")
  int batchSize;

  @Option(
      names = "--validation-split",
      paramLabel = "SHARE",
      defaultValue = "0.2",
      description =
          "Share of the training set, from its end, kept for validation (default:"
              + " ${DEFAULT-VALUE}).")
  double validationSplit;

  @Option(
      names = "--validation-fold",
      paramLabel = "K",
      defaultValue = "1",
      description =
          "Which block of that size is kept: 1 for the last one, as in Keras, 2 for the one before"
              + " (default: ${DEFAULT-VALUE}).")
  int validationFold;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Decides first weights, batches and dropout; the same seed gives the same weights"
              + " (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Train on the first N images of the training set only.")
  @Nullable Integer limit;
}
