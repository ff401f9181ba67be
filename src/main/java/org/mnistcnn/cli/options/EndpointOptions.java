package org.mnistcnn.cli.options;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.artifact.Endpoint;
import picocli.CommandLine.Option;

/** Which way into a SavedModel of another program to take. */
public final class EndpointOptions {

  @Option(
      names = "--signature",
      paramLabel = "KEY",
      description =
          "Signature of a SavedModel (default: serving_default, or the only one that fits).")
  private @Nullable String signature;

  @Option(
      names = "--input",
      paramLabel = "NAME",
      description = "Input of the signature (default: the one that takes images).")
  private @Nullable String input;

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "Output of the signature (default: the one with a number for each class).")
  private @Nullable String output;

  @Option(
      names = "--logits",
      negatable = true,
      description =
          "Whether the output is logits, over which softmax is taken (default: seen from the"
              + " values).")
  private @Nullable Boolean logits;

  @Option(
      names = "--unit-pixels",
      description = "The model takes pixels from 0 to 1; those of this program take 0 to 255.")
  private boolean unitPixels;

  public Endpoint endpoint() {
    return new Endpoint(
        Optional.ofNullable(signature),
        Optional.ofNullable(input),
        Optional.ofNullable(output),
        Optional.ofNullable(logits),
        unitPixels);
  }
}
