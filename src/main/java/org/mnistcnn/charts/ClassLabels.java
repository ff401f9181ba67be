package org.mnistcnn.charts;

import java.awt.Font;
import java.util.List;

/**
 * Class names as the labels of an axis, made to fit: the font shrinks with the cells, long names
 * lose their middle, and where even the smallest font is too high, only each n-th class is named.
 * So neighbours never overlap: across, labels stand upright where all of them fit their cells, else
 * they are turned by 90 degrees.
 *
 * @param texts the label of class 0, 1, ...
 * @param font the font of all labels
 * @param upright whether labels fit side by side without being turned
 * @param step every how many classes one is named
 */
record ClassLabels(List<String> texts, Font font, boolean upright, int step) {

  /** The longest label, in points. */
  static final double MAXIMUM_WIDTH = 150;

  private static final float SMALLEST = 6;
  private static final float LARGEST = 13;

  /** The share of its room that a label may fill. */
  private static final double FILL = 0.9;

  /** Labels for cells of {@code pitch} points from one to the next. */
  static ClassLabels fit(List<String> classNames, double pitch) {
    double heightOfOnePoint = ChartStyle.height(ChartStyle.font(100)) / 100;
    float largest = (float) (pitch * FILL / heightOfOnePoint);
    Font font = ChartStyle.font(Math.max(SMALLEST, Math.min(LARGEST, largest)));
    List<String> texts =
        classNames.stream().map(name -> ChartStyle.shorten(name, font, MAXIMUM_WIDTH)).toList();
    boolean upright = texts.stream().allMatch(text -> ChartStyle.width(text, font) <= pitch * FILL);
    int step = (int) Math.ceil(heightOfOnePoint * SMALLEST / (pitch * FILL));
    return new ClassLabels(texts, font, upright && step == 1, step);
  }
}
