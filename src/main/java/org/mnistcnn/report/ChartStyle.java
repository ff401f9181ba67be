package org.mnistcnn.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;

/** The one look of all charts: colours, fonts and the texts that fit a width. Sizes in points. */
final class ChartStyle {

  static final Color TEXT = new Color(0x222222);
  static final Color LINES = new Color(0xDDDDDD);

  /** Two colours that stay apart for the colour-blind (Okabe and Ito 2008). */
  static final Color BLUE = new Color(0x0072B2);

  static final Color ORANGE = new Color(0xE69F00);

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

  /** A chart of this plot in the common look; the caller adds legends. */
  static JFreeChart chart(String title, XYPlot plot) {
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlinePaint(LINES);
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    style(plot.getDomainAxis());
    style(plot.getRangeAxis());
    JFreeChart chart = new JFreeChart(title, TITLE_FONT, plot, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(16, 16, 16, 16));
    chart.getTitle().setPaint(TEXT);
    chart.getTitle().setPadding(0, 0, 12, 0);
    return chart;
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
