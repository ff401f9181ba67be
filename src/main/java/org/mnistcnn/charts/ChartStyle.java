package org.mnistcnn.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemSource;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/** The one look of all charts: colours, fonts and the texts that fit a width. Sizes in points. */
final class ChartStyle {

  static final Color TEXT = new Color(0x222222);
  static final Color LINES = new Color(0xDDDDDD);

  /** What shows the ground through; a shade off white, so that no other white is taken for it. */
  static final Color SURFACE = new Color(0xFEFEFE);

  /** What has no name of its own beside others that have one. */
  static final Color MUTED = new Color(0xB0B0B0);

  /** Colours that stay apart for the colour-blind (Okabe and Ito 2008). */
  static final Color BLUE = new Color(0x0072B2);

  static final Color ORANGE = new Color(0xE69F00);
  static final Color GREEN = new Color(0x009E73);
  static final Color VERMILION = new Color(0xD55E00);
  static final Color SKY = new Color(0x56B4E9);
  static final Color PURPLE = new Color(0xCC79A7);

  /** The colours in the order in which lines take them. */
  static final List<Color> COLORS = List.of(BLUE, ORANGE, GREEN, VERMILION, SKY, PURPLE);

  /** With the colours, dashes tell lines apart. */
  private static final float[][] DASHES = {{}, {7, 4}, {2, 3}, {9, 3, 2, 3}};

  static final Font TITLE_FONT = font(15).deriveFont(Font.BOLD);
  static final Font LABEL_FONT = font(12.5f);
  static final Font TICK_FONT = font(11);

  private static final FontRenderContext FONT_CONTEXT = new FontRenderContext(null, true, true);
  private static final String ELLIPSIS = "\u2026";

  private ChartStyle() {}

  /** The font of every text. */
  static Font font(float size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont(size);
  }

  /** How wide {@code text} is drawn. */
  static double width(String text, Font font) {
    return font.getStringBounds(text, FONT_CONTEXT).getWidth();
  }

  /** How high a line of text is drawn, from the highest to the lowest letter. */
  static double height(Font font) {
    return font.getLineMetrics("", FONT_CONTEXT).getHeight();
  }

  /**
   * The text if it fits {@code maximumWidth}, else its beginning and end around an ellipsis: names
   * that differ only in a number at the end stay apart.
   */
  static String shorten(String text, Font font, double maximumWidth) {
    if (width(text, font) <= maximumWidth) {
      return text;
    }
    int[] letters = text.codePoints().toArray();
    for (int kept = letters.length - 1; kept > 0; kept--) {
      int head = (kept + 1) / 2;
      int tail = kept / 2;
      String shortened =
          new String(letters, 0, head)
              + ELLIPSIS
              + new String(letters, letters.length - tail, tail);
      if (width(shortened, font) <= maximumWidth) {
        return shortened;
      }
    }
    return ELLIPSIS;
  }

  /** A line in one of the colours and dashes, which repeat after 24 lines. */
  static BasicStroke stroke(int line) {
    float[] dash = DASHES[line / COLORS.size() % DASHES.length];
    return dash.length == 0
        ? new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
        : new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0);
  }

  static Color color(int line) {
    return COLORS.get(line % COLORS.size());
  }

  /** The colour between two, at a share of the way. */
  static Color mix(Color from, Color to, double share) {
    return new Color(
        mix(from.getRed(), to.getRed(), share),
        mix(from.getGreen(), to.getGreen(), share),
        mix(from.getBlue(), to.getBlue(), share));
  }

  private static int mix(int from, int to, double share) {
    return (int) Math.round(from + share * (to - from));
  }

  /** A series or category as JFreeChart wants it: keys with the same text stay apart. */
  record Key(int index, String text) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Charts side by side, all of the same width. */
  static Picture picture(
      String name,
      String title,
      String description,
      int width,
      int height,
      List<JFreeChart> charts) {
    double each = (double) width / charts.size();
    return new Picture(
        name,
        title,
        description,
        width,
        height,
        graphics -> {
          for (int i = 0; i < charts.size(); i++) {
            charts.get(i).draw(graphics, new Rectangle2D.Double(i * each, 0, each, height));
          }
        });
  }

  /** A chart of this plot in the common look; the caller adds legends. */
  static JFreeChart chart(String title, XYPlot plot) {
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    style(plot.getDomainAxis());
    style(plot.getRangeAxis());
    return framed(title, plot);
  }

  static JFreeChart chart(String title, CategoryPlot plot) {
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    style(plot.getDomainAxis());
    style(plot.getRangeAxis());
    return framed(title, plot);
  }

  /** A chart around a plot whose axes have their look already. */
  static JFreeChart framed(String title, Plot plot) {
    plot.setBackgroundPaint(null);
    plot.setOutlinePaint(LINES);
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    JFreeChart chart = new JFreeChart(title, TITLE_FONT, plot, false);
    chart.setBackgroundPaint(null);
    chart.setPadding(new RectangleInsets(16, 16, 16, 16));
    chart.getTitle().setPaint(TEXT);
    chart.getTitle().setPadding(0, 0, 12, 0);
    return chart;
  }

  /** The beginning of a title and its end, of which the beginning gives way where both are long. */
  static String title(String name, String rest, double room) {
    return shorten(name, TITLE_FONT, Math.max(40, room - width(rest, TITLE_FONT))) + rest;
  }

  /** A legend in the common look. */
  static LegendTitle legend(LegendItemSource items, RectangleEdge edge) {
    LegendTitle legend = new LegendTitle(items);
    legend.setItemFont(LABEL_FONT);
    legend.setItemPaint(TEXT);
    legend.setBackgroundPaint(null);
    legend.setFrame(BlockBorder.NONE);
    legend.setPosition(edge);
    legend.setPadding(4, 0, 0, 0);
    legend.setItemLabelPadding(new RectangleInsets(2, 2, 2, 12));
    return legend;
  }

  static NumberAxis axis(String label) {
    NumberAxis axis = new NumberAxis(label);
    axis.setTickLabelFont(TICK_FONT);
    return axis;
  }

  static void gridLines(XYPlot plot) {
    plot.setDomainGridlinePaint(LINES);
    plot.setRangeGridlinePaint(LINES);
    plot.setDomainGridlineStroke(new BasicStroke(0.7f));
    plot.setRangeGridlineStroke(new BasicStroke(0.7f));
  }

  /** Gives an axis the common look; its tick labels keep their font. */
  static void style(Axis axis) {
    axis.setLabelFont(LABEL_FONT);
    axis.setLabelPaint(TEXT);
    axis.setLabelInsets(new RectangleInsets(6, 6, 6, 6));
    axis.setTickLabelPaint(TEXT);
    axis.setAxisLineVisible(false);
    axis.setTickMarksVisible(false);
  }

  /**
   * Checks that text can be drawn on this machine: where it cannot, Java fails at its first letter
   * with one of several errors, none of which says why.
   *
   * @throws IOException if there are no fonts
   */
  static void requireFonts() throws IOException {
    try {
      width("0", font(10));
    } catch (RuntimeException | InternalError | LinkageError e) {
      throw new IOException(
          "no fonts found: install fontconfig and a font, e.g. Debian's fontconfig and"
              + " fonts-dejavu-core",
          e);
    }
  }
}
