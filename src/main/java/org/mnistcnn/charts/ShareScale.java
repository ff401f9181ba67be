package org.mnistcnn.charts;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.renderer.PaintScale;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/**
 * White to deep blue for a share of 0 to 1, ordered by lightness, so it can be read without colour
 * (ColorBrewer's Blues). The depth of the blue is the cube root of the share: in a good classifier
 * nearly all of a class is on the diagonal, and one error in a thousand must still be seen.
 */
final class ShareScale implements PaintScale {

  private static final int[] BLUES = {
    0xFFFFFF, 0xDEEBF7, 0xC6DBEF, 0x9ECAE1, 0x6BAED6, 0x4292C6, 0x2171B5, 0x08519C, 0x08306B
  };

  /** The place of a share on the scale, in [0, 1]. */
  static double depth(double share) {
    return Math.cbrt(share);
  }

  @Override
  public double getLowerBound() {
    return 0;
  }

  @Override
  public double getUpperBound() {
    return 1;
  }

  @Override
  public Color getPaint(double depth) {
    double place = Math.max(0, Math.min(1, depth)) * (BLUES.length - 1);
    int from = Math.min((int) place, BLUES.length - 2);
    return ChartStyle.mix(new Color(BLUES[from]), new Color(BLUES[from + 1]), place - from);
  }

  /** The colour of text on a cell of this depth: the one with more contrast. */
  Color textPaint(double depth) {
    // WCAG 2.2: on a luminance above 0.179 black has more contrast than white.
    return luminance(getPaint(depth)) > 0.179 ? Color.BLACK : Color.WHITE;
  }

  /** The relative luminance of WCAG 2.2, in [0, 1]. */
  static double luminance(Color color) {
    return 0.2126 * linear(color.getRed())
        + 0.7152 * linear(color.getGreen())
        + 0.0722 * linear(color.getBlue());
  }

  private static double linear(int channel) {
    double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  /** The axis of the legend: places are depths, labels are what lies there. */
  static final class LegendAxis extends NumberAxis {

    private static final long serialVersionUID = 1L;

    private static final double[] PERCENTS = {0, 0.1, 1, 5, 20, 50, 100};

    private final SortedMap<Double, String> labels;

    private LegendAxis(String title, SortedMap<Double, String> labels) {
      super(title);
      setRange(0, 1);
      this.labels = labels;
    }

    /** An axis of shares. */
    static LegendAxis ofShares(String title) {
      SortedMap<Double, String> labels = new TreeMap<>();
      for (double percent : PERCENTS) {
        String text = (percent < 1 && percent > 0 ? percent : String.valueOf((int) percent)) + " %";
        labels.put(depth(percent / 100), text);
      }
      return new LegendAxis(title, labels);
    }

    /** An axis of counts, from 0 to the greatest. */
    static LegendAxis ofCounts(String title, long greatest) {
      SortedMap<Double, String> labels = new TreeMap<>();
      long step = Math.max(1, (greatest + 4) / 5);
      for (long count = 0; count < greatest; count += step) {
        labels.put((double) count / greatest, String.format(Locale.ROOT, "%,d", count));
      }
      double last = labels.isEmpty() ? 0 : labels.lastKey();
      if (1 - last < 0.08) {
        labels.remove(last);
      }
      labels.put(1.0, String.format(Locale.ROOT, "%,d", greatest));
      return new LegendAxis(title, labels);
    }

    @Override
    public List<NumberTick> refreshTicks(
        Graphics2D graphics, AxisState state, Rectangle2D dataArea, RectangleEdge edge) {
      List<NumberTick> ticks = new ArrayList<>();
      labels.forEach(
          (place, text) ->
              ticks.add(new NumberTick(place, text, TextAnchor.CENTER_LEFT, TextAnchor.CENTER, 0)));
      return ticks;
    }
  }
}
