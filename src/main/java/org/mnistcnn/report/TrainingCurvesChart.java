package org.mnistcnn.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.mnistcnn.train.History;

/**
 * Loss and accuracy by epoch, side by side: training in blue circles, validation, where there is
 * any, in orange squares. Epochs are counted from 1, as the progress bar does. Sizes in points.
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

  /** The chart of {@code history}, which has at least one epoch. */
  TrainingCurvesChart(String modelName, History history) {
    this.modelName = modelName;
    this.history = history;
  }

  /** Draws both plots. */
  BufferedImage image() {
    List<JFreeChart> charts = List.of(chart("Loss", "loss"), chart("Accuracy", "accuracy"));
    int width = WIDTH / charts.size();
    return PngFile.draw(
        WIDTH,
        HEIGHT,
        graphics -> {
          for (int i = 0; i < charts.size(); i++) {
            charts.get(i).draw(graphics, new Rectangle2D.Double(i * width, 0, width, HEIGHT));
          }
        });
  }

  private JFreeChart chart(String label, String key) {
    XYSeriesCollection lines = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    addLine(lines, renderer, "Training", key, ChartStyle.BLUE, CIRCLE);
    if (!history.values("val_" + key).isEmpty()) {
      addLine(lines, renderer, "Validation", "val_" + key, ChartStyle.ORANGE, SQUARE);
    }
    NumberAxis values = new NumberAxis(label);
    values.setAutoRangeIncludesZero(false);
    values.setAutoRangeMinimumSize(0.01);
    values.setTickLabelFont(ChartStyle.TICK_FONT);
    values.setTickLabelInsets(new RectangleInsets(10, 4, 10, 4)); // few lines, far apart
    XYPlot plot = new XYPlot(lines, epochAxis(), values, renderer);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinePaint(ChartStyle.LINES);
    plot.setRangeGridlineStroke(new BasicStroke(0.7f));

    Font font = ChartStyle.TITLE_FONT;
    String suffix = ": " + key;
    double room = WIDTH / 2.0 - 80 - ChartStyle.width(suffix, font);
    JFreeChart chart = ChartStyle.chart(ChartStyle.shorten(modelName, font, room) + suffix, plot);
    chart.addLegend(legend(plot));
    return chart;
  }

  private void addLine(
      XYSeriesCollection lines,
      XYLineAndShapeRenderer renderer,
      String name,
      String key,
      Color color,
      Shape mark) {
    XYSeries line = new XYSeries(name);
    for (History.Epoch epoch : history.epochs()) {
      Double value = epoch.logs().get(key);
      if (value != null) {
        // A gap shows where training diverged to NaN or infinity.
        line.add(epoch.epoch() + 1.0, Double.isFinite(value) ? value : null);
      }
    }
    int index = lines.getSeriesCount();
    lines.addSeries(line);
    renderer.setSeriesPaint(index, color);
    renderer.setSeriesStroke(
        index, new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    renderer.setSeriesShape(index, mark);
    renderer.setSeriesShapesVisible(index, history.epochs().size() <= MOST_MARKS);
  }

  private NumberAxis epochAxis() {
    int first = history.epochs().get(0).epoch() + 1;
    int last = history.epochs().get(history.epochs().size() - 1).epoch() + 1;
    // Less than one, or an epoch would be labelled that never was.
    double margin = Math.max(0.3, Math.min(0.9, (last - first) * 0.03));
    NumberAxis axis = new NumberAxis("Epoch");
    axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    axis.setRange(first - margin, last + margin);
    axis.setTickLabelFont(ChartStyle.TICK_FONT);
    return axis;
  }

  private static LegendTitle legend(XYPlot plot) {
    LegendTitle legend = new LegendTitle(plot);
    legend.setItemFont(ChartStyle.LABEL_FONT);
    legend.setItemPaint(ChartStyle.TEXT);
    legend.setFrame(BlockBorder.NONE);
    legend.setPosition(RectangleEdge.BOTTOM);
    legend.setPadding(4, 0, 0, 0);
    legend.setItemLabelPadding(new RectangleInsets(2, 2, 2, 12));
    return legend;
  }
}
