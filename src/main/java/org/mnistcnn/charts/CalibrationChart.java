package org.mnistcnn.charts;

import java.awt.BasicStroke;
import java.awt.geom.Ellipse2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.mnistcnn.metrics.Calibration;
import org.mnistcnn.metrics.Scores;

/**
 * Accuracy against confidence, and below it how many samples have which confidence: a logarithmic
 * histogram, since a good model is nearly always sure. Sizes in points.
 */
final class CalibrationChart {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 640;

  private CalibrationChart() {}

  static Picture picture(String modelName, Scores scores) {
    Calibration calibration = scores.calibration();
    NumberAxis confidence = ChartStyle.axis("Confidence: probability of the predicted class");
    confidence.setRange(0, 1);
    ChartStyle.style(confidence);
    CombinedDomainXYPlot both = new CombinedDomainXYPlot(confidence);
    both.setGap(14);
    both.add(reliability(calibration), 3);
    both.add(histogram(calibration), 1);
    both.setFixedLegendItems(legend(both));
    String error =
        String.format(Locale.ROOT, "expected calibration error %.4f", calibration.error());
    JFreeChart chart =
        ChartStyle.framed(ChartStyle.title(modelName, ": " + error, WIDTH - 32), both);
    chart.addLegend(ChartStyle.legend(both, RectangleEdge.BOTTOM));
    return ChartStyle.picture(
        "calibration",
        "Reliability diagram",
        "The %s, over %d bins of confidence.".formatted(error, calibration.bins().size()),
        WIDTH,
        HEIGHT,
        List.of(chart));
  }

  private static LegendItemCollection legend(CombinedDomainXYPlot both) {
    LegendItemCollection all = new LegendItemCollection();
    for (Object part : both.getSubplots()) {
      if (part instanceof XYPlot plot) {
        all.addAll(plot.getLegendItems());
      }
    }
    return all;
  }

  private static XYPlot reliability(Calibration calibration) {
    XYSeries ideal = new XYSeries("Ideal");
    ideal.add(0, 0);
    ideal.add(1, 1);
    XYSeries seen = new XYSeries("This model");
    for (Calibration.Bin bin : calibration.bins()) {
      if (bin.count() > 0) {
        seen.add(bin.confidence(), bin.accuracy());
      }
    }
    XYSeriesCollection lines = new XYSeriesCollection();
    lines.addSeries(ideal);
    lines.addSeries(seen);
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    renderer.setSeriesPaint(0, ChartStyle.MUTED);
    renderer.setSeriesStroke(
        0,
        new BasicStroke(
            1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0));
    renderer.setSeriesShapesVisible(0, false);
    renderer.setSeriesPaint(1, ChartStyle.BLUE);
    renderer.setSeriesStroke(1, new BasicStroke(2));
    renderer.setSeriesShape(1, new Ellipse2D.Double(-3.5, -3.5, 7, 7));
    NumberAxis accuracy = ChartStyle.axis("Accuracy");
    accuracy.setRange(0, 1.02);
    return plot(lines, accuracy, renderer);
  }

  private static XYPlot histogram(Calibration calibration) {
    XYIntervalSeries counts = new XYIntervalSeries("Samples");
    long most = 1;
    for (Calibration.Bin bin : calibration.bins()) {
      if (bin.count() > 0) {
        double middle = (bin.low() + bin.high()) / 2;
        double count = bin.count();
        counts.add(middle, bin.low(), bin.high(), count, count, count);
        most = Math.max(most, bin.count());
      }
    }
    XYIntervalSeriesCollection bars = new XYIntervalSeriesCollection();
    bars.addSeries(counts);
    XYBarRenderer renderer = new XYBarRenderer(0.06);
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    renderer.setSeriesPaint(0, ChartStyle.SKY);
    renderer.setUseYInterval(false);
    renderer.setBase(0.5);
    LogAxis samples = new LogAxis("Samples (log)");
    samples.setTickLabelFont(ChartStyle.TICK_FONT);
    samples.setRange(0.5, most * 2.0);
    samples.setStandardTickUnits(NumberAxis.createIntegerTickUnits(Locale.ROOT));
    samples.setNumberFormatOverride(
        new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT)));
    return plot(bars, samples, renderer);
  }

  private static XYPlot plot(XYDataset data, ValueAxis axis, XYItemRenderer renderer) {
    ChartStyle.style(axis);
    XYPlot plot = new XYPlot(data, null, axis, renderer);
    ChartStyle.gridLines(plot);
    plot.setBackgroundPaint(null);
    plot.setOutlinePaint(ChartStyle.LINES);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    return plot;
  }
}
