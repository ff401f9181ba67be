package org.mnistcnn.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Line2D;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.mnistcnn.metrics.OneVsRest;
import org.mnistcnn.metrics.Scores;

/**
 * ROC or precision-recall curves of each class against all others. The worst classes have colours
 * and names, all others are grey: a hundred colours would tell nothing. Where all curves run close
 * to the ideal corner, only that corner is shown. Sizes in points.
 */
final class RankingCurves {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 600;

  /** Classes with a colour and a name. */
  private static final int NAMED = 6;

  private static final double[] CORNERS = {0.02, 0.05, 0.1, 0.2};

  private final Scores scores;
  private final boolean roc;

  private RankingCurves(Scores scores, boolean roc) {
    this.scores = scores;
    this.roc = roc;
  }

  /** ROC: the share of the class found, against the share of all others taken for it. */
  static Picture roc(String modelName, Scores scores) {
    return new RankingCurves(scores, true)
        .picture(
            modelName,
            "roc_curves",
            "ROC by class, against the rest",
            String.format(Locale.ROOT, "Macro AUC %.5f.", scores.macroAuc()));
  }

  /** Precision against recall. */
  static Picture precisionRecall(String modelName, Scores scores) {
    return new RankingCurves(scores, false)
        .picture(
            modelName,
            "precision_recall_curves",
            "Precision and recall by class",
            String.format(
                Locale.ROOT, "Macro average precision %.5f.", scores.macroAveragePrecision()));
  }

  private Picture picture(String modelName, String file, String title, String description) {
    List<Integer> worst =
        IntStream.range(0, scores.ranking().size())
            .boxed()
            .filter(category -> !Double.isNaN(area(category)))
            .sorted(Comparator.comparingDouble(this::area))
            .toList();
    String said =
        worst.isEmpty() ? "Not defined: " + String.join(" ", scores.notes()) : description;
    JFreeChart chart = chart(modelName, title, worst);
    return ChartStyle.picture(file, title, said, WIDTH, HEIGHT, List.of(chart));
  }

  private double area(int category) {
    OneVsRest ranking = scores.ranking().get(category);
    return roc ? ranking.auc() : ranking.averagePrecision();
  }

  private JFreeChart chart(String modelName, String title, List<Integer> worst) {
    int named = Math.min(NAMED, worst.size());
    XYSeriesCollection lines = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setDrawSeriesLineAsPath(true);
    LegendItemCollection legend = new LegendItemCollection();
    for (int rank = 0; rank < worst.size(); rank++) {
      int category = worst.get(rank);
      lines.addSeries(line(category));
      boolean colored = rank < named;
      Color color = colored ? ChartStyle.color(rank) : ChartStyle.MUTED;
      // Beside the colours, every second line is dashed.
      BasicStroke stroke =
          colored ? ChartStyle.stroke(rank % 2 * ChartStyle.COLORS.size()) : new BasicStroke(0.8f);
      renderer.setSeriesPaint(rank, color);
      renderer.setSeriesStroke(rank, stroke);
      if (colored) {
        legend.add(item(legendText(category), color, stroke));
      }
    }
    if (worst.size() > named) {
      legend.add(
          item(
              "%d other classes, all better".formatted(worst.size() - named),
              ChartStyle.MUTED,
              new BasicStroke(0.8f)));
    }
    double corner = corner(worst);
    NumberAxis across = ChartStyle.axis(roc ? "False positive rate" : "Recall");
    NumberAxis up = ChartStyle.axis(roc ? "True positive rate (recall)" : "Precision");
    across.setRange(roc ? -corner / 100 : 1 - corner, roc ? corner : 1 + corner / 100);
    up.setRange(1 - corner, 1 + corner / 100);
    XYPlot plot = new XYPlot(lines, across, up, renderer);
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.REVERSE);
    ChartStyle.gridLines(plot);
    if (worst.isEmpty()) {
      plot.setNoDataMessage("Not defined: there are no samples of the class, or of no other");
      plot.setNoDataMessageFont(ChartStyle.LABEL_FONT);
      plot.setNoDataMessagePaint(ChartStyle.TEXT);
    }
    String rest = ": " + title + (corner < 1 ? " (the ideal corner)" : "");
    JFreeChart chart = ChartStyle.chart(ChartStyle.title(modelName, rest, WIDTH - 32), plot);
    chart.addLegend(ChartStyle.legend(() -> legend, RectangleEdge.BOTTOM));
    return chart;
  }

  private XYSeries line(int category) {
    XYSeries line = new XYSeries(category, false);
    for (OneVsRest.Point point : scores.ranking().get(category).points()) {
      line.add(
          roc ? point.falsePositiveRate() : point.recall(),
          roc ? point.recall() : point.precision());
    }
    return line;
  }

  private String legendText(int category) {
    String name = scores.matrix().classNames().get(category);
    return String.format(
        Locale.ROOT,
        "%s: %s %.5f",
        ChartStyle.shorten(name, ChartStyle.LABEL_FONT, 120),
        roc ? "AUC" : "AP",
        area(category));
  }

  private static LegendItem item(String text, Color color, BasicStroke stroke) {
    return new LegendItem(text, null, null, null, new Line2D.Double(-12, 0, 12, 0), stroke, color);
  }

  /** The side of the smallest square in the ideal corner that all curves pass within; 1 for all. */
  private double corner(List<Integer> categories) {
    ToDoubleFunction<OneVsRest> distance =
        ranking ->
            ranking.points().stream()
                .mapToDouble(
                    point ->
                        roc
                            ? Math.max(point.falsePositiveRate(), 1 - point.recall())
                            : Math.max(1 - point.recall(), 1 - point.precision()))
                .min()
                .orElse(1);
    double farthest =
        categories.stream().map(scores.ranking()::get).mapToDouble(distance).max().orElse(1);
    for (double corner : CORNERS) {
      if (farthest * 2 <= corner) {
        return corner;
      }
    }
    return 1;
  }
}
