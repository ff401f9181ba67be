package org.mnistcnn.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a folder of images is read. */
public final class FolderOptions {

  @Option(
      names = "--image-size",
      paramLabel = "WxH",
      description =
          "Resize the images of a folder to this width and height, or to a square (default: the"
              + " size they all have, or the model's).")
  @Nullable String imageSize;

  @Option(
      names = "--channels",
      paramLabel = "1|3",
      description =
          "Read the images of a folder as grey or in colour (default: as they all are, or as the"
              + " model takes them).")
  @Nullable Integer channels;

  @Option(
      names = "--test-split",
      paramLabel = "SHARE",
      description =
          "Share of each class that is kept for testing, of a data set without a test set (default:"
              + " 0.2, or that of the model's training).")
  @Nullable Double testSplit;

  @Option(
      names = "--split-seed",
      paramLabel = "N",
      description =
          "Decides which images these are, and the order of a folder's training set (default: 1, or"
              + " that of the model's training).")
  @Nullable Long splitSeed;

  @Option(
      names = "--skip-bad",
      description = "Leave out the images of a folder that can't be read, and list them.")
  boolean skipBad;
}
