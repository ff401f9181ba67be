package org.mnistcnn.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** What came of the trials of a search. Sizes in points. */
final class TrialCharts {

  private static final int WIDTH = 900;
  private static final int HISTORY_HEIGHT = 440;
  private static final int PANEL_WIDTH = 420;
  private static final int PANEL_HEIGHT = 260;
  private static final int MARGIN = 16;
  private static final double DOT = 7;
  private static final Color WORST = new Color(0xD8D8D8);

  private TrialCharts() {}

  /** The value of each trial, and the best so far. */
  static Picture history(Trials trials) {
    XYSeriesCollection data = new XYSeriesCollection();
    XYSeries best = new XYSeries("best so far");
    XYSeries done = new XYSeries("trial");
    XYSeries stopped = new XYSeries("trial, stopped early");
    double bestValue = Double.NaN;
    boolean anyDone = trials.measured().stream().anyMatch(Trials.TrialPoint::done);
    for (Trials.TrialPoint trial : trials.measured()) {
      (trial.done() ? done : stopped).add(trial.id(), trial.value());
      if ((trial.done() || !anyDone)
          && (Double.isNaN(bestValue) || trials.isBetter(trial.value(), bestValue))) {
        if (!Double.isNaN(bestValue)) {
          best.add(trial.id(), bestValue);
        }
        bestValue = trial.value();
      }
      if (!Double.isNaN(bestValue)) {
        best.add(trial.id(), bestValue);
      }
    }
    data.addSeries(best);
    data.addSeries(done);
    data.addSeries(stopped);
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    for (int series = 0; series < 3; series++) {
      renderer.setSeriesLinesVisible(series, series == 0);
      renderer.setSeriesShapesVisible(series, series > 0);
      renderer.setSeriesShape(series, new Ellipse2D.Double(-DOT / 2, -DOT / 2, DOT, DOT));
      renderer.setSeriesPaint(
          series, List.of(ChartStyle.ORANGE, ChartStyle.BLUE, ChartStyle.MUTED).get(series));
      renderer.setSeriesStroke(series, ChartStyle.stroke(0));
    }
    NumberAxis ids = ChartStyle.axis("Trial");
    ids.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    ids.setAutoRangeIncludesZero(false);
    NumberAxis values = ChartStyle.axis(trials.measure());
    Trials.Scale scale = trials.scale();
    double room = Math.max(1e-4, (scale.greatest() - scale.least()) * 0.08);
    values.setRange(scale.least() - room, scale.greatest() + room);
    XYPlot plot = new XYPlot(data, ids, values, renderer);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinePaint(ChartStyle.LINES);
    JFreeChart chart =
        ChartStyle.chart(
            ChartStyle.title(trials.name(), ": best of the trials so far", WIDTH - 40), plot);
    chart.addLegend(ChartStyle.legend(plot, RectangleEdge.BOTTOM));
    return ChartStyle.picture(
        "search_history",
        "Trials, and the best so far",
        "%d trials by %s; the best is %s. The worst quarter may be out of the picture."
            .formatted(trials.trials().size(), trials.measure(), text(bestValue)),
        WIDTH,
        HISTORY_HEIGHT,
        List.of(chart));
  }

  /** One parameter against the measure, a panel each. */
  static Picture parameters(Trials trials) {
    int columns = Math.min(2, trials.axes().size());
    int rows = (trials.axes().size() + columns - 1) / columns;
    int width = columns * PANEL_WIDTH + 2 * MARGIN;
    int height = rows * PANEL_HEIGHT + 44 + 2 * MARGIN;
    return new Picture(
        "search_parameters",
        "Each parameter and " + trials.measure(),
        "A dot for each trial, grey where it was stopped early. The worst quarter is at the edge.",
        width,
        height,
        graphics -> {
          title(graphics, trials, ": each parameter and " + trials.measure(), width);
          for (int i = 0; i < trials.axes().size(); i++) {
            int column = i % columns;
            int row = i / columns;
            panel(
                graphics,
                trials,
                i,
                MARGIN + column * (double) PANEL_WIDTH,
                44 + MARGIN + row * (double) PANEL_HEIGHT);
          }
        });
  }

  private static void panel(Graphics2D graphics, Trials trials, int axis, double x, double y) {
    Rectangle2D area =
        new Rectangle2D.Double(x + 66, y + 4, PANEL_WIDTH - 66 - 24, PANEL_HEIGHT - 64);
    graphics.setColor(ChartStyle.LINES);
    graphics.setStroke(new BasicStroke(0.7f));
    graphics.draw(area);
    Trials.Scale scale = trials.scale();
    graphics.setFont(ChartStyle.TICK_FONT);
    for (double part : new double[] {0, 0.5, 1}) {
      double at = area.getMaxY() - 8 - part * (area.getHeight() - 16);
      String value = text(scale.least() + part * (scale.greatest() - scale.least()));
      graphics.setColor(ChartStyle.TEXT);
      graphics.drawString(
          value,
          (float) (area.getX() - 8 - ChartStyle.width(value, ChartStyle.TICK_FONT)),
          (float) at + 4);
      graphics.setColor(ChartStyle.LINES);
      graphics.draw(new Line2D.Double(area.getX(), at, area.getMaxX(), at));
    }
    List<Trials.Mark> marks = trials.axes().get(axis).marks();
    graphics.setColor(ChartStyle.TEXT);
    double room = area.getWidth() / marks.size() - 6;
    double end = x;
    for (Trials.Mark mark : marks) {
      String shown = ChartStyle.shorten(mark.text(), ChartStyle.TICK_FONT, room);
      double width = ChartStyle.width(shown, ChartStyle.TICK_FONT);
      double left =
          Math.max(
              x, Math.min(across(area, mark.position()) - width / 2, x + PANEL_WIDTH - width - 4));
      if (left > end) {
        graphics.drawString(shown, (float) left, (float) area.getMaxY() + 16);
        end = left + width + 4;
      }
    }
    centered(
        graphics,
        trials.axes().get(axis).name(),
        area.getCenterX(),
        area.getMaxY() + 36,
        area.getWidth());
    List<Trials.TrialPoint> measured = trials.measured();
    for (int i = 0; i < measured.size(); i++) {
      Trials.TrialPoint trial = measured.get(i);
      double position = trial.positions().get(axis);
      if (!Double.isNaN(position)) {
        graphics.setColor(
            trials.winner().orElse(-1) == i
                ? ChartStyle.VERMILION
                : trial.done() ? ChartStyle.BLUE : ChartStyle.MUTED);
        double dotX = across(area, position);
        double dotY = area.getMaxY() - 8 - scale.position(trial.value()) * (area.getHeight() - 16);
        graphics.fill(new Ellipse2D.Double(dotX - DOT / 2, dotY - DOT / 2, DOT, DOT));
      }
    }
  }

  private static double across(Rectangle2D area, double position) {
    return area.getX() + 8 + position * (area.getWidth() - 16);
  }

  static void title(Graphics2D graphics, Trials trials, String rest, int width) {
    graphics.setColor(ChartStyle.TEXT);
    graphics.setFont(ChartStyle.TITLE_FONT);
    String title = ChartStyle.title(trials.name(), rest, width - 2.0 * MARGIN);
    double left = (width - ChartStyle.width(title, ChartStyle.TITLE_FONT)) / 2;
    graphics.drawString(title, (float) left, MARGIN + 16);
  }

  /** A text around {@code x}, shortened to {@code room}. */
  static void centered(Graphics2D graphics, String text, double x, double y, double room) {
    String shown = ChartStyle.shorten(text, ChartStyle.LABEL_FONT, room);
    graphics.setFont(ChartStyle.LABEL_FONT);
    graphics.setColor(ChartStyle.TEXT);
    graphics.drawString(
        shown, (float) (x - ChartStyle.width(shown, ChartStyle.LABEL_FONT) / 2), (float) y);
  }

  /** The colour of a value: from grey for the worst to blue for the best. */
  static Color color(Trials trials, double value) {
    double position = trials.scale().position(value);
    double share = trials.maximized() ? position : 1 - position;
    return ChartStyle.mix(WORST, ChartStyle.BLUE, share);
  }

  static String text(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
