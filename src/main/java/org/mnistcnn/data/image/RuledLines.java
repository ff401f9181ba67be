package org.mnistcnn.data.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines that paper is ruled with: thin, nearly level and straight, from edge to edge. */
final class RuledLines {

  /** Rows that a line is thinner than. */
  private static final int THIN = 9;

  private static final double LEAST_SHARE_OF_PEAK = 0.15;
  private static final double LEAST_COVER = 0.75;
  private static final double LEAST_COVER_AT_ENDS = 0.5;
  private static final double LEAST_WITHIN = 0.7;

  /** The steepest line falls or rises 8 rows in 100 columns. */
  private static final int STEEPEST = 8;

  private static final double STRONGER = 1.15;

  /** By rows from the line's middle. */
  private static final double[] SHARES = {1, 1, 0.75, 0.4};

  private static final int SMALLEST = 20;

  private RuledLines() {}

  /**
   * Ink without such lines; where a stroke crosses one, what the stroke has more stays.
   *
   * @param ink not negative
   * @param peak the strongest ink
   */
  static int[] removed(int[] ink, int height, int width, int peak) {
    if (height < SMALLEST || width < SMALLEST) {
      return ink;
    }
    int[] thin = ink.clone();
    int[] thick = WindowExtremes.opening(ink, height, width, THIN, 1);
    for (int i = 0; i < thin.length; i++) {
      thin[i] -= thick[i];
    }
    WindowExtremes.alongColumns(thin, height, width, 3, 1);
    boolean[] on = new boolean[thin.length];
    for (int i = 0; i < on.length; i++) {
      on[i] = thin[i] > LEAST_SHARE_OF_PEAK * peak;
    }
    double[] cover = new double[height];
    int[] slope = new int[height];
    for (int angle = -STEEPEST; angle <= STEEPEST; angle++) {
      int[] offsets = offsets(angle, width);
      for (int row = 0; row < height; row++) {
        double covered = cover(on, height, width, row, offsets);
        if (covered > cover[row]) {
          cover[row] = covered;
          slope[row] = angle;
        }
      }
    }
    return without(ink, thin, height, width, cover, slope);
  }

  private static int[] offsets(int angle, int width) {
    int[] offsets = new int[width];
    for (int x = 0; x < width; x++) {
      offsets[x] = (int) Math.floor(angle / 100.0 * (x - width / 2.0) + 0.5);
    }
    return offsets;
  }

  /** The share of a line that is on; 0 if it leaves the picture early or ends before the edges. */
  private static double cover(boolean[] on, int height, int width, int row, int[] offsets) {
    int first = 0;
    while (first < width && isOutside(row + offsets[first], height)) {
      first++;
    }
    int last = width;
    while (last > first && isOutside(row + offsets[last - 1], height)) {
      last--;
    }
    int count = last - first;
    if (count < LEAST_WITHIN * width) {
      return 0;
    }
    int end = Math.max(4, count / 8);
    int covered = 0;
    int atEnd = 0;
    for (int x = first; x < last; x++) {
      if (on[(row + offsets[x]) * width + x]) {
        covered++;
        atEnd += x >= last - end ? 1 : 0;
      }
      int passed = x - first + 1;
      boolean startsInside = passed == end && covered < LEAST_COVER_AT_ENDS * end;
      if (startsInside || passed - covered > (1 - LEAST_COVER) * count) {
        return 0;
      }
    }
    return atEnd >= LEAST_COVER_AT_ENDS * end ? (double) covered / count : 0;
  }

  private static boolean isOutside(int row, int height) {
    return row < 0 || row >= height;
  }

  private static int[] without(
      int[] ink, int[] thin, int height, int width, double[] cover, int[] slope) {
    int[] left = ink.clone();
    List<Integer> found = new ArrayList<>();
    for (int row = 0; row < height; row++) {
      int middle = row;
      if (cover[row] >= LEAST_COVER
          && isGreatestNear(cover, row)
          && found.stream().noneMatch(line -> Math.abs(line - middle) <= 2)) {
        found.add(row);
        subtract(left, thin, height, width, row, offsets(slope[row], width));
      }
    }
    return left;
  }

  private static boolean isGreatestNear(double[] cover, int row) {
    for (int y = Math.max(0, row - 2); y <= Math.min(cover.length - 1, row + 2); y++) {
      if (cover[y] > cover[row]) {
        return false;
      }
    }
    return true;
  }

  private static void subtract(
      int[] ink, int[] thin, int height, int width, int row, int[] offsets) {
    int[] along = new int[width];
    int count = 0;
    for (int x = 0; x < width; x++) {
      if (!isOutside(row + offsets[x], height)) {
        along[count++] = thin[(row + offsets[x]) * width + x];
      }
    }
    Arrays.sort(along, 0, count);
    double strength = STRONGER * along[count / 2];
    for (int x = 0; x < width; x++) {
      for (int from = 1 - SHARES.length; from < SHARES.length; from++) {
        int y = row + offsets[x] + from;
        if (!isOutside(y, height)) {
          int share = (int) (SHARES[Math.abs(from)] * strength);
          ink[y * width + x] = Math.max(0, ink[y * width + x] - share);
        }
      }
    }
  }
}
