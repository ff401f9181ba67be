package org.mnistcnn.charts;

import java.util.ArrayList;
import java.util.List;
import org.mnistcnn.data.Dataset;

/** A few images of a data set, with the names of their classes. */
final class ContactSheet {

  private static final int MOST_TILES = 96;

  private ContactSheet() {}

  static Picture picture(String name, String heading, Dataset images, List<Integer> samples) {
    List<Tiles.Tile> tiles =
        samples.stream().map(sample -> Tiles.Tile.named(images, sample)).toList();
    return new Tiles(heading, "", tiles)
        .picture(
            name, heading, "%d images with the names of their classes.".formatted(samples.size()));
  }

  /**
   * The first images of each class, in the order of the classes: up to the room that a sheet has
   * for each, at most a row, and one of each n-th class where there are more than it has room for.
   */
  static List<Integer> samplesOfEachClass(Dataset images) {
    int classes = images.classNames().size();
    int each = Math.max(1, Integer.highestOneBit(Math.min(Tiles.COLUMNS, MOST_TILES / classes)));
    int step = (classes + MOST_TILES - 1) / MOST_TILES;
    List<List<Integer>> chosen = new ArrayList<>();
    for (int category = 0; category < classes; category++) {
      chosen.add(new ArrayList<>());
    }
    for (int i = 0; i < images.count(); i++) {
      int category = images.label(i);
      if (category % step == 0 && chosen.get(category).size() < each) {
        chosen.get(category).add(i);
      }
    }
    return chosen.stream().flatMap(List::stream).toList();
  }
}
