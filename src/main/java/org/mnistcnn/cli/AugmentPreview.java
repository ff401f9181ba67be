package org.mnistcnn.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.app.NetworkConfig;
import org.mnistcnn.charts.Charts;
import org.mnistcnn.charts.Picture;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.engine.AugmentedVersions;
import org.mnistcnn.engine.AugmentedVersions.Version;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.nn.augment.Augmentations;
import picocli.CommandLine.Option;

/** A picture of what {@code train --augment} does to a data set. */
final class AugmentPreview {

  private static final int ROWS = 8;
  private static final long SEED = 1;

  /** The name of the picture's file, without its ending. */
  static final String NAME = "augmentation";

  @Option(
      names = "--preview-augment",
      paramLabel = "SPEC",
      description =
          "Draw what train --augment=SPEC makes of images, too: augmentation.png beside the other"
              + " picture.")
  private @Nullable String augment;

  boolean wanted() {
    return augment != null;
  }

  Augmentations augmentations() {
    return augment == null
        ? Augmentations.NONE
        : NetworkConfig.augmentations("previewAugment", augment);
  }

  /** The first image of each of the first classes, and what becomes of it in several steps. */
  Picture picture(Dataset training) {
    List<Integer> samples = samples(training);
    List<Version> versions =
        AugmentedVersions.of(
            training,
            samples,
            augmentations(),
            SEED,
            Charts.VERSIONS,
            Device.choose(Device.Choice.CPU));
    return Charts.augmentationSheet(
        NAME,
        String.valueOf(augment),
        training,
        samples,
        versions.stream().map(Version::images).toList(),
        versions.stream().map(Version::shares).toList());
  }

  private static List<Integer> samples(Dataset training) {
    List<Integer> samples = new ArrayList<>();
    Set<Integer> classes = new HashSet<>();
    for (int i = 0; i < training.count() && samples.size() < ROWS; i++) {
      if (classes.add(training.label(i))) {
        samples.add(i);
      }
    }
    return samples;
  }
}
