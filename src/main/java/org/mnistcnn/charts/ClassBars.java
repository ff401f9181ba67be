package org.mnistcnn.charts;

import java.awt.BasicStroke;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;
import org.mnistcnn.metrics.ClassScores;
import org.mnistcnn.metrics.Scores;

/**
 * Bars for every class, lying so that long names can be read; the picture grows with the number of
 * classes. Sizes in points.
 */
final class ClassBars {

  private static final int WIDTH = 760;
  private static final int AROUND = 140;
  private static final double MOST_BAR = 11;
  private static final double LEAST_BAR = 4;

  /** Below this, a bar is too thin for its number. */
  private static final double LABELLED_BAR = 8;

  private final List<String> classNames;
  private final Map<String, double[]> series = new LinkedHashMap<>();

  private ClassBars(List<String> classNames) {
    this.classNames = classNames;
  }

  /** Precision, recall and F1. */
  static Picture scores(String modelName, Scores scores) {
    List<ClassScores> classes = scores.report().classes();
    ClassBars bars = new ClassBars(scores.matrix().classNames());
    bars.series.put("Precision", ofThoseThere(classes, ClassScores::precision));
    bars.series.put("Recall", ofThoseThere(classes, ClassScores::recall));
    bars.series.put("F1", ofThoseThere(classes, ClassScores::f1));
    String lowest =
        IntStream.range(0, classes.size())
            .boxed()
            .filter(category -> classes.get(category).isThere())
            .min(Comparator.comparingDouble(category -> classes.get(category).f1()))
            .map(
                worst ->
                    String.format(
                        Locale.ROOT,
                        "; lowest for class %s: %.4f",
                        bars.classNames.get(worst),
                        classes.get(worst).f1()))
            .orElse("");
    String description =
        String.format(
            Locale.ROOT, "Macro mean of F1 %.4f%s.", scores.report().macro().f1(), lowest);
    NumberAxis axis = new NumberAxis(null);
    axis.setRange(0, 1.08);
    axis.setTickUnit(new NumberTickUnit(0.2, format("0.0")));
    return bars.picture(
        "class_scores",
        "Precision, recall and F1 by class",
        description,
        ChartStyle.title(modelName, ": precision, recall and F1 by class", WIDTH - 32),
        axis,
        format("0.000"));
  }

  /** A class without samples that was never predicted has no bar: NaN. */
  private static double[] ofThoseThere(
      List<ClassScores> classes, ToDoubleFunction<ClassScores> score) {
    return classes.stream()
        .mapToDouble(of -> of.isThere() ? score.applyAsDouble(of) : Double.NaN)
        .toArray();
  }

  /** How many samples there are of each class, and how many were predicted as it. */
  static Picture balance(String modelName, Scores scores) {
    ClassBars bars = new ClassBars(scores.matrix().classNames());
    long[] actual = scores.matrix().actualTotals();
    long[] predicted = scores.matrix().predictedTotals();
    double[] trueCounts = new double[actual.length];
    double[] predictedCounts = new double[actual.length];
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int category = 0; category < actual.length; category++) {
      trueCounts[category] = actual[category];
      predictedCounts[category] = predicted[category];
      least = Math.min(least, actual[category]);
      most = Math.max(most, Math.max(actual[category], predicted[category]));
    }
    bars.series.put("True", trueCounts);
    bars.series.put("Predicted", predictedCounts);
    NumberAxis axis = new NumberAxis(null);
    axis.setRange(0, Math.max(1, most) * 1.12);
    axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits(Locale.ROOT));
    return bars.picture(
        "class_balance",
        "Samples by class",
        String.format(
            Locale.ROOT, "The smallest class has %,d samples, no bar is over %,d.", least, most),
        ChartStyle.title(modelName, ": samples by class", WIDTH - 32),
        axis,
        format("#,##0"));
  }

  private static DecimalFormat format(String pattern) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
  }

  private Picture picture(
      String name,
      String title,
      String description,
      String heading,
      NumberAxis axis,
      DecimalFormat numbers) {
    int classes = classNames.size();
    double bar =
        Math.max(LEAST_BAR, Math.min(MOST_BAR, 1600.0 / Math.max(1, classes * series.size())));
    double pitch = bar * series.size() * 1.3;
    JFreeChart chart = chart(heading, axis, numbers, bar, pitch);
    int height = (int) Math.round(AROUND + Math.max(1, classes) * pitch);
    return ChartStyle.picture(name, title, description, WIDTH, height, List.of(chart));
  }

  private JFreeChart chart(
      String heading, NumberAxis axis, DecimalFormat numbers, double bar, double pitch) {
    ClassLabels labels = ClassLabels.fit(classNames, pitch);
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    series.forEach(
        (key, values) -> {
          for (int category = 0; category < values.length; category++) {
            boolean named = category % labels.step() == 0;
            data.addValue(
                Double.isNaN(values[category]) ? null : values[category],
                key,
                new ChartStyle.Key(category, named ? labels.texts().get(category) : ""));
          }
        });
    CategoryAxis classAxis = new CategoryAxis();
    classAxis.setTickLabelFont(labels.font());
    classAxis.setCategoryMargin(0.23);
    classAxis.setLowerMargin(0.01);
    classAxis.setUpperMargin(0.01);
    classAxis.setMaximumCategoryLabelWidthRatio(0.4f);
    CategoryPlot plot = new CategoryPlot(data, classAxis, axis, renderer(numbers, bar));
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_RIGHT);
    plot.setRangeGridlinePaint(ChartStyle.LINES);
    plot.setRangeGridlineStroke(new BasicStroke(0.7f));
    axis.setTickLabelFont(ChartStyle.TICK_FONT);
    JFreeChart chart = ChartStyle.chart(heading, plot);
    chart.addLegend(ChartStyle.legend(plot, RectangleEdge.TOP));
    return chart;
  }

  private BarRenderer renderer(DecimalFormat numbers, double bar) {
    BarRenderer renderer = new BarRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setItemMargin(0);
    renderer.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator("{2}", numbers));
    renderer.setDefaultItemLabelsVisible(bar >= LABELLED_BAR);
    renderer.setDefaultItemLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, 8));
    renderer.setDefaultItemLabelPaint(ChartStyle.TEXT);
    renderer.setDefaultPositiveItemLabelPosition(
        new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
    renderer.setItemLabelInsets(new RectangleInsets(0, 2, 0, 2));
    for (int line = 0; line < series.size(); line++) {
      renderer.setSeriesPaint(line, ChartStyle.color(line));
    }
    return renderer;
  }
}
