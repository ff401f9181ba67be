package org.mnistcnn.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Random changes of the training images. */
public final class AugmentOptions {

  @Option(
      names = "--augment",
      paramLabel = "SPEC",
      description =
          "Change training images at random: rotation=15,zoom=0.15,shift=0.1 turns up to 15 degrees"
              + " both ways, zooms up to 15 %% in and out, and shifts up to 10 %% of the size.")
  @Nullable String augment;
}
