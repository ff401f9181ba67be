package org.mnistcnn.cli;

import org.jspecify.annotations.Nullable;
import org.mnistcnn.nn.augment.Augmentations;
import picocli.CommandLine.Option;

/** Random changes of the training images. */
final class AugmentOptions {

  @Option(
      names = "--augment",
      paramLabel = "SPEC",
      description =
          "Change training images at random: rotation=15,zoom=0.15,shift=0.1 turns up to 15 degrees"
              + " both ways, zooms up to 15 %% in and out, and shifts up to 10 %% of the size.")
  private @Nullable String augment;

  /**
   * What is done to training images.
   *
   * @throws IllegalArgumentException if the option is wrong
   */
  Augmentations augmentations() {
    return parsed("--augment", augment);
  }

  /** What an option says; nothing if it was not given. */
  static Augmentations parsed(String option, @Nullable String text) {
    if (text == null) {
      return Augmentations.NONE;
    }
    try {
      return Augmentations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }
}
