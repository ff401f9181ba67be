package org.mnistcnn.charts;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;
import org.mnistcnn.data.Dataset;

/**
 * Small images in rows, each with lines of text below it. Sizes in points.
 *
 * @param heading above all of them
 * @param tiles from left to right, then down
 */
record Tiles(String heading, List<Tile> tiles) {

  /** Images in a row. */
  static final int COLUMNS = 8;

  private static final int SIDE = 84;
  private static final int GAP = 14;
  private static final int EDGE = 16;
  private static final int LINE = 13;
  private static final int HEADING = 40;
  private static final Font TEXT = ChartStyle.font(10);

  /** The width of the heading; of its parts, the name gives way. */
  private static final double HEADING_WIDTH = 740;

  Tiles {
    tiles = List.copyOf(tiles);
  }

  Tiles(String name, String rest, List<Tile> tiles) {
    this(ChartStyle.title(name, rest, HEADING_WIDTH), tiles);
  }

  /**
   * One image.
   *
   * @param lines below it, shortened to its width
   */
  record Tile(BufferedImage image, List<String> lines) {
    Tile {
      lines = List.copyOf(lines);
    }

    Tile(Dataset images, int index, List<String> lines) {
      this(ImagePixels.thumbnail(images, index, 2 * SIDE), lines);
    }

    /** An image with the name of its class. */
    static Tile named(Dataset images, int index) {
      return new Tile(images, index, List.of(images.classNames().get(images.label(index))));
    }
  }

  /** All of it as a picture. */
  Picture picture(String name, String title, String description) {
    int lines = tiles.stream().mapToInt(tile -> tile.lines().size()).max().orElse(0);
    int pitch = SIDE + lines * LINE + GAP;
    int rows = (tiles.size() + COLUMNS - 1) / COLUMNS;
    int width = 2 * EDGE + COLUMNS * SIDE + (COLUMNS - 1) * GAP;
    int height = HEADING + rows * pitch + EDGE;
    return new Picture(
        name, title, description, width, height, graphics -> draw(graphics, width, pitch));
  }

  private void draw(Graphics2D graphics, int width, int pitch) {
    graphics.setColor(ChartStyle.TEXT);
    graphics.setFont(ChartStyle.TITLE_FONT);
    double headingWidth = ChartStyle.width(heading, ChartStyle.TITLE_FONT);
    graphics.drawString(heading, (float) ((width - headingWidth) / 2), EDGE + 13f);
    graphics.setFont(TEXT);
    for (int index = 0; index < tiles.size(); index++) {
      Tile tile = tiles.get(index);
      int x = EDGE + index % COLUMNS * (SIDE + GAP);
      int y = HEADING + index / COLUMNS * pitch;
      drawImage(graphics, tile.image(), x, y);
      for (int line = 0; line < tile.lines().size(); line++) {
        String text = ChartStyle.shorten(tile.lines().get(line), TEXT, SIDE + GAP - 4.0);
        graphics.drawString(text, x, y + SIDE + LINE * (line + 1) - 2);
      }
    }
  }

  /** As large as fits, in the middle of the tile. */
  private static void drawImage(Graphics2D graphics, BufferedImage image, int x, int y) {
    int longest = Math.max(image.getWidth(), image.getHeight());
    BufferedImage sharp = ImagePixels.enlarged(image, Math.max(1, 2 * SIDE / longest));
    double scale = (double) SIDE / Math.max(sharp.getWidth(), sharp.getHeight());
    AffineTransform place =
        AffineTransform.getTranslateInstance(
            x + (SIDE - sharp.getWidth() * scale) / 2, y + (SIDE - sharp.getHeight() * scale) / 2);
    place.scale(scale, scale);
    graphics.drawImage(sharp, place, null);
  }
}
