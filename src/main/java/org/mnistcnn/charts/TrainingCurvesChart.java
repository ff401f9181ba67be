package org.mnistcnn.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogarithmicAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.mnistcnn.train.History;

/**
 * Loss and accuracy by epoch, side by side: training in blue circles, validation, where there is
 * any, in orange squares; a dashed line at the best epoch. The learning rate has a plot of its own
 * where it changes. Epochs are counted from 1, as the progress bar does. Sizes in points.
 */
final class TrainingCurvesChart {

  static final int WIDTH = 1200;
  static final int HEIGHT = 460;

  /** With more epochs than this, marks would run into each other: lines only. */
  private static final int MOST_MARKS = 40;

  private static final Shape CIRCLE = new Ellipse2D.Double(-3, -3, 6, 6);
  private static final Shape SQUARE = new Rectangle2D.Double(-3, -3, 6, 6);

  private final String modelName;
  private final History history;
  private final String judge;
  private final OptionalInt best;

  /** The chart of {@code history}, which has at least one epoch. */
  TrainingCurvesChart(String modelName, History history) {
    this.modelName = modelName;
    this.history = history;
    this.judge = history.values("val_loss").isEmpty() ? "loss" : "val_loss";
    this.best = history.bestEpoch(judge);
  }

  Picture picture() {
    List<JFreeChart> charts = new ArrayList<>();
    List<Double> rates = history.values(History.LEARNING_RATE);
    boolean changes = rates.stream().distinct().count() > 1;
    int width = WIDTH / (changes ? 3 : 2);
    charts.add(chart("Loss", "loss", width));
    charts.add(chart("Accuracy", "accuracy", width));
    if (changes) {
      charts.add(rateChart(rates, width));
    } else if (!rates.isEmpty()) {
      charts
          .get(0)
          .addSubtitle(note("Learning rate %s throughout".formatted(rounded(rates.get(0)))));
    }
    return ChartStyle.picture(
        "training_curves", "Training curves", description(), WIDTH, HEIGHT, charts);
  }

  /** Four digits that count, and no zeros after them. */
  private static String rounded(double value) {
    return BigDecimal.valueOf(value).round(new MathContext(4)).stripTrailingZeros().toString();
  }

  private String description() {
    String epochs = "%d epochs".formatted(history.epochs().size());
    return best.isPresent()
        ? "%s; the best by %s is epoch %d.".formatted(epochs, judge, best.getAsInt() + 1)
        : epochs + ".";
  }

  private static TextTitle note(String text) {
    TextTitle note = new TextTitle(text, ChartStyle.TICK_FONT);
    note.setPaint(ChartStyle.TEXT);
    note.setPosition(RectangleEdge.BOTTOM);
    return note;
  }

  private JFreeChart chart(String label, String key, int width) {
    XYSeriesCollection lines = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    renderer.setDrawSeriesLineAsPath(true);
    addLine(lines, renderer, "Training", key, ChartStyle.BLUE, CIRCLE);
    if (!history.values("val_" + key).isEmpty()) {
      addLine(lines, renderer, "Validation", "val_" + key, ChartStyle.ORANGE, SQUARE);
    }
    NumberAxis values = new NumberAxis(label);
    values.setAutoRangeIncludesZero(false);
    values.setAutoRangeMinimumSize(0.01);
    JFreeChart chart =
        chart(": " + key, width, plot(lines, values, renderer, key.equals("accuracy")));
    chart.addLegend(ChartStyle.legend(chart.getPlot(), RectangleEdge.BOTTOM));
    return chart;
  }

  private JFreeChart rateChart(List<Double> rates, int width) {
    XYSeriesCollection lines = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    renderer.setDrawSeriesLineAsPath(true);
    addLine(lines, renderer, "Learning rate", History.LEARNING_RATE, ChartStyle.GREEN, CIRCLE);
    double least = Collections.min(rates);
    double greatest = Collections.max(rates);
    ValueAxis axis;
    if (least > 0 && greatest / least > 20) {
      axis = new LogarithmicAxis("Learning rate (log)");
    } else {
      NumberAxis linear = new NumberAxis("Learning rate");
      linear.setAutoRangeIncludesZero(true);
      axis = linear;
    }
    JFreeChart chart = chart(": learning rate", width, plot(lines, axis, renderer, false));
    chart.addLegend(ChartStyle.legend(chart.getPlot(), RectangleEdge.BOTTOM));
    return chart;
  }

  private XYPlot plot(
      XYSeriesCollection lines, ValueAxis values, XYLineAndShapeRenderer renderer, boolean rises) {
    values.setTickLabelFont(ChartStyle.TICK_FONT);
    values.setTickLabelInsets(new RectangleInsets(10, 4, 10, 4)); // few lines, far apart
    XYPlot plot = new XYPlot(lines, epochAxis(), values, renderer);
    plot.setDomainGridlinesVisible(false);
    ChartStyle.gridLines(plot);
    best.ifPresent(epoch -> plot.addDomainMarker(bestMark(epoch, rises), Layer.BACKGROUND));
    return plot;
  }

  /** The label stands where the curves are not: below those that rise, above those that fall. */
  private ValueMarker bestMark(int epoch, boolean rises) {
    ValueMarker mark =
        new ValueMarker(
            epoch + 1.0,
            ChartStyle.TEXT,
            new BasicStroke(
                1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {4, 3}, 0));
    mark.setLabel("best: epoch " + (epoch + 1));
    mark.setLabelFont(ChartStyle.TICK_FONT);
    mark.setLabelPaint(ChartStyle.TEXT);
    mark.setLabelBackgroundColor(new Color(0, true));
    // Where there is room: the label stands on the side of the line that is wider.
    int first = history.epochs().get(0).epoch();
    int last = history.epochs().get(history.epochs().size() - 1).epoch();
    boolean left = epoch - first > last - epoch;
    if (rises) {
      mark.setLabelAnchor(left ? RectangleAnchor.BOTTOM_LEFT : RectangleAnchor.BOTTOM_RIGHT);
      mark.setLabelTextAnchor(left ? TextAnchor.BOTTOM_RIGHT : TextAnchor.BOTTOM_LEFT);
    } else {
      mark.setLabelAnchor(left ? RectangleAnchor.TOP_LEFT : RectangleAnchor.TOP_RIGHT);
      mark.setLabelTextAnchor(left ? TextAnchor.TOP_RIGHT : TextAnchor.TOP_LEFT);
    }
    mark.setLabelOffset(new RectangleInsets(4, 4, 4, 4));
    mark.setAlpha(1);
    return mark;
  }

  private JFreeChart chart(String rest, int width, XYPlot plot) {
    return ChartStyle.chart(ChartStyle.title(modelName, rest, width - 80), plot);
  }

  private void addLine(
      XYSeriesCollection lines,
      XYLineAndShapeRenderer renderer,
      String name,
      String key,
      Color color,
      Shape mark) {
    int index = lines.getSeriesCount();
    lines.addSeries(line(name, history, key));
    renderer.setSeriesPaint(index, color);
    renderer.setSeriesStroke(
        index, new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    renderer.setSeriesShape(index, mark);
    renderer.setSeriesShapesVisible(index, history.epochs().size() <= MOST_MARKS);
  }

  /** A measure by epoch, counted from 1. */
  static XYSeries line(Comparable<?> name, History history, String key) {
    XYSeries line = new XYSeries(name);
    for (History.Epoch epoch : history.epochs()) {
      Double value = epoch.logs().get(key);
      if (value != null) {
        // A gap shows where training diverged to NaN or infinity.
        line.add(epoch.epoch() + 1.0, Double.isFinite(value) ? value : null);
      }
    }
    return line;
  }

  private NumberAxis epochAxis() {
    int first = history.epochs().get(0).epoch() + 1;
    int last = history.epochs().get(history.epochs().size() - 1).epoch() + 1;
    // Less than one, or an epoch would be labelled that never was.
    double margin = Math.max(0.3, Math.min(0.9, (last - first) * 0.03));
    NumberAxis axis = ChartStyle.axis("Epoch");
    axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    axis.setRange(first - margin, last + margin);
    return axis;
  }
}
