package org.mnistcnn.charts;

import java.util.List;
import java.util.Map;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XYSeriesCollection;
import org.mnistcnn.train.History;

/**
 * Loss and accuracy of several runs by epoch, one line per run: of validation, or of training where
 * there is a run without validation. Sizes in points.
 */
final class ComparisonChart {

  private static final int WIDTH = 1200;
  private static final int LEAST_HEIGHT = 460;
  private static final int LONGEST_NAME = 220;

  private ComparisonChart() {}

  /** The chart of at least one run with at least one epoch. */
  static Picture picture(Map<String, History> runs) {
    boolean validated =
        runs.values().stream().noneMatch(history -> history.values("val_loss").isEmpty());
    String prefix = validated ? "val_" : "";
    List<JFreeChart> charts =
        List.of(chart(runs, prefix + "loss"), chart(runs, prefix + "accuracy"));
    int height = LEAST_HEIGHT + 8 * runs.size();
    return ChartStyle.picture(
        "comparison_curves",
        "Curves of all runs",
        "%s of %d runs by epoch."
            .formatted(
                validated ? "Validation loss and accuracy" : "Loss and accuracy", runs.size()),
        WIDTH,
        height,
        charts);
  }

  private static JFreeChart chart(Map<String, History> runs, String key) {
    XYSeriesCollection lines = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setDrawSeriesLineAsPath(true);
    for (Map.Entry<String, History> run : runs.entrySet()) {
      int index = lines.getSeriesCount();
      String name = ChartStyle.shorten(run.getKey(), ChartStyle.LABEL_FONT, LONGEST_NAME);
      lines.addSeries(
          TrainingCurvesChart.line(new ChartStyle.Key(index, name), run.getValue(), key));
      renderer.setSeriesPaint(index, ChartStyle.color(index));
      renderer.setSeriesStroke(
          index, ChartStyle.stroke(index % 2 * ChartStyle.COLORS.size() + index));
      renderer.setSeriesShapesVisible(index, run.getValue().epochs().size() == 1);
    }
    NumberAxis epochs = ChartStyle.axis("Epoch");
    epochs.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    epochs.setAutoRangeIncludesZero(false);
    NumberAxis values = ChartStyle.axis(key);
    values.setAutoRangeIncludesZero(false);
    values.setAutoRangeMinimumSize(0.01);
    XYPlot plot = new XYPlot(lines, epochs, values, renderer);
    plot.setDomainGridlinesVisible(false);
    ChartStyle.gridLines(plot);
    JFreeChart chart = ChartStyle.chart(key, plot);
    chart.addLegend(ChartStyle.legend(plot, RectangleEdge.BOTTOM));
    return chart;
  }
}
