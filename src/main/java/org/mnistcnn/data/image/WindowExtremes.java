package org.mnistcnn.data.image;

import java.util.Arrays;

/**
 * Least and greatest values within windows, which end at the edges, in a number of steps that does
 * not depend on the window (van Herk 1992, Gil and Werman 1993).
 */
final class WindowExtremes {

  private WindowExtremes() {}

  /** The opening of an image: what windows of this size that hold no smaller value cover. */
  static int[] opening(int[] image, int height, int width, int rows, int columns) {
    int[] values = image.clone();
    alongRows(values, height, width, columns, -1);
    alongColumns(values, height, width, rows, -1);
    alongRows(values, height, width, columns, 1);
    alongColumns(values, height, width, rows, 1);
    return values;
  }

  /**
   * Replaces each value by the greatest, or the least, of the window around it in its column.
   *
   * @param window an odd number
   * @param sign 1 for the greatest, -1 for the least
   */
  static void alongColumns(int[] values, int height, int width, int window, int sign) {
    for (int x = 0; x < width; x++) {
      line(values, x, width, height, window, sign);
    }
  }

  private static void alongRows(int[] values, int height, int width, int window, int sign) {
    for (int y = 0; y < height; y++) {
      line(values, y * width, 1, width, window, sign);
    }
  }

  private static void line(int[] values, int first, int step, int count, int window, int sign) {
    if (window == 1) {
      return;
    }
    int radius = window / 2;
    int padded = count + 2 * radius;
    int[] line = new int[padded];
    Arrays.fill(line, Integer.MIN_VALUE);
    for (int i = 0; i < count; i++) {
      line[radius + i] = sign * values[first + i * step];
    }
    int[] fromStart = new int[padded];
    int[] fromEnd = new int[padded];
    for (int i = 0; i < padded; i++) {
      fromStart[i] = i % window == 0 ? line[i] : Math.max(fromStart[i - 1], line[i]);
    }
    for (int i = padded - 1; i >= 0; i--) {
      boolean last = i == padded - 1 || i % window == window - 1;
      fromEnd[i] = last ? line[i] : Math.max(fromEnd[i + 1], line[i]);
    }
    for (int i = 0; i < count; i++) {
      values[first + i * step] = sign * Math.max(fromEnd[i], fromStart[i + window - 1]);
    }
  }
}
