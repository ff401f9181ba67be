package org.mnistcnn.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYShapeAnnotation;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.DefaultXYZDataset;
import org.mnistcnn.metrics.ConfusionMatrix;

/**
 * The confusion matrix as a square of coloured cells: rows are true classes from top to bottom,
 * columns predicted ones. The picture grows with the number of classes so that names and counts
 * stay legible up to 100 classes of 100 samples. Sizes in points.
 */
final class ConfusionMatrixChart {

  private static final double SMALLEST_SIDE = 560;
  private static final double LARGEST_SIDE = 1500;
  private static final double CELL = 15;

  /** Between smaller cells, lines would cover more than they part. */
  private static final double SMALLEST_GRID = 8;

  private static final float SMALLEST_COUNT = 6;
  private static final float SMALLEST_ZERO = 10;
  private static final float LARGEST_COUNT = 20;
  private static final Color ZERO = new Color(0xA6A6A6);

  /** What stands for a cell that says nothing. */
  private static final Color BLANK = new Color(0xE4E4E4);

  /** What the cells show. */
  enum Cells {
    /** Counts, coloured by their share of the true class. */
    COUNTS("confusion_matrix", "Confusion matrix"),
    /** The share of the true class, in percent. */
    SHARES("confusion_matrix_normalized", "Confusion matrix, rows normalised"),
    /** The counts off the diagonal, coloured by the greatest of them. */
    ERRORS("confusion_matrix_errors", "Confusion matrix, errors only");

    private final String file;
    private final String title;

    Cells(String file, String title) {
      this.file = file;
      this.title = title;
    }
  }

  private final ConfusionMatrix matrix;
  private final Cells kind;
  private final long[] rowTotals;
  private final long greatestError;
  private final int classes;
  private final double side;
  private final ShareScale scale = new ShareScale();
  private final JFreeChart chart;
  private final int width;
  private final int height;

  /** A chart of {@code matrix}, which has at least one class. */
  ConfusionMatrixChart(String modelName, ConfusionMatrix matrix, Cells kind) {
    this.matrix = matrix;
    this.kind = kind;
    this.rowTotals = matrix.actualTotals();
    this.greatestError =
        matrix.mostConfused(1).stream().mapToLong(ConfusionMatrix.Confusion::count).sum();
    this.classes = matrix.classNames().size();
    this.side = Math.max(SMALLEST_SIDE, Math.min(LARGEST_SIDE, CELL * classes));
    XYPlot plot = plot();
    PaintScaleLegend legend = legend();
    this.chart = ChartStyle.chart(title(modelName), plot);
    chart.addSubtitle(legend);

    // What stands around the cells depends on the class names; one trial drawing measures it.
    int trial = (int) side + 400;
    ChartRenderingInfo info = new ChartRenderingInfo();
    PngFile.draw(trial, trial, graphics -> draw(graphics, trial, trial, info));
    Rectangle2D cells = info.getPlotInfo().getDataArea();
    Rectangle2D withAxes = info.getPlotInfo().getPlotArea();
    this.width = (int) Math.round(trial + side - cells.getWidth());
    this.height = (int) Math.round(trial + side - cells.getHeight());
    legend.setMargin(
        cells.getMinY() - withAxes.getMinY(), 20, withAxes.getMaxY() - cells.getMaxY(), 0);
  }

  Picture picture() {
    ChartRenderingInfo info = new ChartRenderingInfo();
    String most =
        matrix.mostConfused(3).stream()
            .map(
                confusion ->
                    String.format(
                        Locale.ROOT,
                        "%s taken for %s %,d times",
                        matrix.classNames().get(confusion.actual()),
                        matrix.classNames().get(confusion.predicted()),
                        confusion.count()))
            .collect(Collectors.joining("; "));
    return new Picture(
        kind.file,
        kind.title,
        String.format(
            Locale.ROOT,
            "%,d of %,d samples on the diagonal. %s",
            matrix.correct(),
            matrix.total(),
            most.isEmpty() ? "No class was taken for another." : "Most often: " + most + "."),
        width,
        height,
        graphics -> draw(graphics, width, height, info));
  }

  /** Draws the chart, and tells {@code info} where. */
  BufferedImage image(ChartRenderingInfo info) {
    return PngFile.draw(width, height, graphics -> draw(graphics, width, height, info));
  }

  private void draw(Graphics2D graphics, int width, int height, ChartRenderingInfo info) {
    chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height), null, info);
  }

  private XYPlot plot() {
    XYBlockRenderer renderer = new XYBlockRenderer();
    renderer.setPaintScale(scale);
    XYPlot plot = new XYPlot(depths(), axis("Predicted class"), axis("True class"), renderer);
    plot.getRangeAxis().setInverted(true);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    for (int line = 0; line < classes - 1 && side / classes >= SMALLEST_GRID; line++) {
      plot.addDomainMarker(gridLine(line + 0.5));
      plot.addRangeMarker(gridLine(line + 0.5));
    }
    addCounts(plot);
    return plot;
  }

  private static ValueMarker gridLine(double place) {
    ValueMarker line = new ValueMarker(place, ChartStyle.LINES, new BasicStroke(0.7f));
    line.setAlpha(1);
    return line;
  }

  private SymbolAxis axis(String label) {
    ClassLabels labels = ClassLabels.fit(matrix.classNames(), side / classes);
    SymbolAxis axis = new SymbolAxis(label, labels.texts().toArray(String[]::new));
    axis.setRange(-0.5, classes - 0.5);
    axis.setTickUnit(new NumberTickUnit(labels.step()));
    axis.setTickLabelFont(labels.font());
    axis.setGridBandsVisible(false);
    axis.setVerticalTickLabels(!labels.upright() && label.startsWith("Predicted"));
    return axis;
  }

  /** One block per cell: its column, its row, and the depth of its colour. */
  private DefaultXYZDataset depths() {
    double[][] blocks = new double[3][classes * classes];
    for (int actual = 0; actual < classes; actual++) {
      for (int predicted = 0; predicted < classes; predicted++) {
        int block = actual * classes + predicted;
        blocks[0][block] = predicted;
        blocks[1][block] = actual;
        blocks[2][block] = depth(actual, predicted);
      }
    }
    DefaultXYZDataset dataset = new DefaultXYZDataset();
    dataset.addSeries("share of the true class", blocks);
    return dataset;
  }

  private double depth(int actual, int predicted) {
    double count = matrix.count(actual, predicted);
    if (kind == Cells.ERRORS) {
      return blank(actual, predicted) || greatestError == 0 ? 0 : count / greatestError;
    }
    return rowTotals[actual] == 0 ? 0 : ShareScale.depth(count / rowTotals[actual]);
  }

  /** Whether a cell says nothing: the right answers, where errors are shown. */
  private boolean blank(int actual, int predicted) {
    return kind == Cells.ERRORS && actual == predicted;
  }

  /**
   * Writes the counts in the cells, in one font that fits all: none where it would be illegible,
   * and no zeros where it is so small that they would only blur the picture.
   */
  private void addCounts(XYPlot plot) {
    double widest = 0;
    for (int actual = 0; actual < classes; actual++) {
      for (int predicted = 0; predicted < classes; predicted++) {
        widest = Math.max(widest, ChartStyle.width(text(actual, predicted), ChartStyle.font(1)));
      }
    }
    float size = (float) Math.min(LARGEST_COUNT, side / classes * 0.8 / widest);
    if (size < SMALLEST_COUNT) {
      for (int actual = 0; actual < classes && kind == Cells.ERRORS; actual++) {
        plot.addAnnotation(blankCell(actual), false);
      }
      return;
    }
    Font font = ChartStyle.font(size);
    for (int actual = 0; actual < classes; actual++) {
      for (int predicted = 0; predicted < classes; predicted++) {
        boolean zero = matrix.count(actual, predicted) == 0;
        if (blank(actual, predicted)) {
          plot.addAnnotation(blankCell(actual), false);
        } else if (!zero || size >= SMALLEST_ZERO) {
          plot.addAnnotation(count(actual, predicted, font), false);
        }
      }
    }
  }

  private static XYShapeAnnotation blankCell(int category) {
    Rectangle2D cell = new Rectangle2D.Double(category - 0.5, category - 0.5, 1, 1);
    return new XYShapeAnnotation(cell, null, null, BLANK);
  }

  private XYTextAnnotation count(int actual, int predicted, Font font) {
    long count = matrix.count(actual, predicted);
    XYTextAnnotation annotation = new XYTextAnnotation(text(actual, predicted), predicted, actual);
    annotation.setFont(font);
    annotation.setPaint(count == 0 ? ZERO : scale.textPaint(depth(actual, predicted)));
    annotation.setTextAnchor(TextAnchor.HALF_ASCENT_CENTER);
    return annotation;
  }

  private PaintScaleLegend legend() {
    ShareScale.LegendAxis axis =
        kind == Cells.ERRORS
            ? ShareScale.LegendAxis.ofCounts("Errors", Math.max(1, greatestError))
            : ShareScale.LegendAxis.ofShares("Share of the true class (cube-root colour scale)");
    ChartStyle.style(axis);
    axis.setTickLabelFont(ChartStyle.TICK_FONT);
    PaintScaleLegend legend = new PaintScaleLegend(scale, axis);
    legend.setPosition(RectangleEdge.RIGHT);
    legend.setAxisLocation(AxisLocation.BOTTOM_OR_RIGHT);
    legend.setSubdivisionCount(64);
    legend.setStripWidth(16);
    legend.setStripOutlinePaint(ChartStyle.LINES);
    legend.setBackgroundPaint(null);
    legend.setMargin(new RectangleInsets(0, 20, 0, 0));
    return legend;
  }

  private String title(String modelName) {
    long total = matrix.total();
    if (total == 0) {
      return ChartStyle.title(modelName, ": no samples", side);
    }
    if (kind == Cells.SHARES) {
      return ChartStyle.title(modelName, ": percent of each true class", side);
    }
    if (kind == Cells.ERRORS) {
      return ChartStyle.title(
          modelName,
          String.format(Locale.ROOT, ": %,d errors of %,d", total - matrix.correct(), total),
          side);
    }
    String result =
        String.format(
            Locale.ROOT,
            ": %.2f %% correct (%,d of %,d)",
            100 * matrix.accuracy(),
            matrix.correct(),
            total);
    return ChartStyle.title(modelName, result, side);
  }

  private String text(int actual, int predicted) {
    long count = matrix.count(actual, predicted);
    if (kind != Cells.SHARES || count == 0) {
      return String.format(Locale.ROOT, "%,d", count);
    }
    double percent = 100.0 * count / rowTotals[actual];
    return percent == 100 ? "100" : String.format(Locale.ROOT, "%.1f", percent);
  }
}
