package org.mnistcnn.charts;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A line for each trial across an axis for each parameter, to the measure at the right; the better,
 * the bluer, and the winner in a colour of its own. Sizes in points.
 */
final class ParallelCoordinates {

  private static final int HEIGHT = 480;
  private static final int GAP = 150;
  private static final int SIDE = 90;
  private static final int TOP = 100;
  private static final int BOTTOM = 40;

  private ParallelCoordinates() {}

  /** The picture of at least one trial with a value. */
  static Picture picture(Trials trials) {
    int width = 2 * SIDE + Math.max(2, trials.axes().size()) * GAP;
    return new Picture(
        "search_parallel_coordinates",
        "Parallel coordinates of all trials",
        "A line for each of %d trials across its %d parameters to %s; the best is orange."
            .formatted(trials.measured().size(), trials.axes().size(), trials.measure()),
        width,
        HEIGHT,
        graphics -> draw(graphics, trials, width));
  }

  private static void draw(Graphics2D graphics, Trials trials, int width) {
    TrialCharts.title(graphics, trials, ": settings of all trials", width);
    List<Trials.TrialPoint> measured = trials.measured();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < measured.size(); i++) {
      order.add(i);
    }
    // The better a trial, the later it is drawn; the winner is on top.
    Comparator<Integer> worstFirst =
        Comparator.comparingDouble(i -> measured.get(i).value() * (trials.maximized() ? 1 : -1));
    int winner = trials.winner().orElse(-1);
    order.sort(Comparator.comparing((Integer i) -> i == winner).thenComparing(worstFirst));
    for (int i : order) {
      Trials.TrialPoint trial = measured.get(i);
      graphics.setColor(
          i == winner ? ChartStyle.VERMILION : TrialCharts.color(trials, trial.value()));
      graphics.setStroke(
          new BasicStroke(
              i == winner ? 2.6f : 1.3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      graphics.draw(line(trials, trial));
    }
    for (int i = 0; i < trials.axes().size(); i++) {
      axis(graphics, trials.axes().get(i), i);
    }
    axis(graphics, measure(trials), trials.axes().size());
  }

  /** A line that leaves out the axes of parameters that were not set. */
  private static Path2D line(Trials trials, Trials.TrialPoint trial) {
    Path2D line = new Path2D.Double();
    line.moveTo(x(trials.axes().size()), y(trials.scale().position(trial.value())));
    for (int i = trials.axes().size() - 1; i >= 0; i--) {
      double position = trial.positions().get(i);
      if (!Double.isNaN(position)) {
        line.lineTo(x(i), y(position));
      }
    }
    return line;
  }

  private static Trials.Axis measure(Trials trials) {
    Trials.Scale scale = trials.scale();
    List<Trials.Mark> marks = new ArrayList<>();
    for (double part : new double[] {0, 0.5, 1}) {
      double value = scale.least() + part * (scale.greatest() - scale.least());
      marks.add(new Trials.Mark(part, TrialCharts.text(value)));
    }
    return new Trials.Axis(trials.measure(), marks);
  }

  private static void axis(Graphics2D graphics, Trials.Axis axis, int index) {
    graphics.setColor(ChartStyle.TEXT);
    graphics.setStroke(new BasicStroke(1));
    graphics.draw(new Line2D.Double(x(index), y(0), x(index), y(1)));
    TrialCharts.centered(graphics, axis.name(), x(index), TOP - 20.0, GAP - 10.0);
    graphics.setFont(ChartStyle.TICK_FONT);
    double height = ChartStyle.height(ChartStyle.TICK_FONT);
    double last = Double.POSITIVE_INFINITY;
    for (Trials.Mark mark :
        axis.marks().stream().sorted(Comparator.comparingDouble(Trials.Mark::position)).toList()) {
      double at = y(mark.position());
      if (last - at >= height) {
        String shown = ChartStyle.shorten(mark.text(), ChartStyle.TICK_FONT, GAP / 2.0);
        double textWidth = ChartStyle.width(shown, ChartStyle.TICK_FONT);
        // Ground under the text, which the lines would cross.
        graphics.setColor(ChartStyle.SURFACE);
        graphics.fill(new Rectangle2D.Double(x(index) + 4, at - height / 2, textWidth + 4, height));
        graphics.setColor(ChartStyle.TEXT);
        graphics.drawString(shown, (float) x(index) + 6, (float) (at + height / 2 - 3));
        last = at;
      }
    }
  }

  private static double x(int axis) {
    return SIDE + (double) axis * GAP;
  }

  private static double y(double position) {
    return HEIGHT - BOTTOM - position * (HEIGHT - TOP - BOTTOM);
  }
}
