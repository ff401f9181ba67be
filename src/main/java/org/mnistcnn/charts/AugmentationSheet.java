package org.mnistcnn.charts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.metrics.Predictions;

/** Images as they are, on the left, and what augmentation makes of them, in a row each. */
final class AugmentationSheet {

  /** A share below is not worth a line. */
  private static final double LEAST_SHARE = 0.005;

  private AugmentationSheet() {}

  static Picture picture(
      String name,
      String heading,
      Dataset images,
      List<Integer> samples,
      List<Dataset> versions,
      List<Predictions> shares) {
    List<Tiles.Tile> tiles = new ArrayList<>();
    for (int row = 0; row < samples.size(); row++) {
      tiles.add(Tiles.Tile.named(images, samples.get(row)));
      for (int version = 0; version < versions.size(); version++) {
        tiles.add(new Tiles.Tile(versions.get(version), row, lines(shares.get(version), row)));
      }
    }
    return new Tiles(heading, "", tiles)
        .picture(
            name,
            heading,
            "%d images, each as it is and in %d versions."
                .formatted(samples.size(), versions.size()));
  }

  /** The classes of a mixed image by their shares; nothing for one that is as it was. */
  private static List<String> lines(Predictions shares, int image) {
    List<Integer> classes =
        IntStream.range(0, shares.classNames().size())
            .filter(category -> shares.probability(image, category) >= LEAST_SHARE)
            .boxed()
            .sorted(Comparator.comparingDouble(category -> -shares.probability(image, category)))
            .limit(2)
            .toList();
    if (classes.size() < 2) {
      return List.of();
    }
    return classes.stream()
        .map(
            category ->
                String.format(
                    Locale.ROOT,
                    "%.0f %% %s",
                    100 * shares.probability(image, category),
                    shares.classNames().get(category)))
        .toList();
  }
}
