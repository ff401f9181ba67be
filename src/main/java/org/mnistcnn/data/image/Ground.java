package org.mnistcnn.data.image;

import java.util.Arrays;

/** How light the paper is at each pixel of a picture, roughly. */
@FunctionalInterface
interface Ground {

  /** The grey level, 0 (black) to 255. */
  double at(int row, int column);

  /**
   * The plane through the outermost pixels, of which the 30 % that fit worst do not count: ink may
   * touch them.
   */
  static Ground plane(byte[] grey, int height, int width) {
    int count = 0;
    double[][] points = new double[2 * (height + width)][];
    for (int y = 0; y < height; y++) {
      boolean wholeRow = y == 0 || y == height - 1;
      for (int x = 0; x < width; x++) {
        if (wholeRow || x == 0 || x == width - 1) {
          points[count++] =
              new double[] {
                (double) y / height - 0.5,
                (double) x / width - 0.5,
                Byte.toUnsignedInt(grey[y * width + x])
              };
        }
      }
    }
    points = Arrays.copyOf(points, count);
    double[] levels = Arrays.stream(points).mapToDouble(point -> point[2]).sorted().toArray();
    double[] plane = {levels[count / 2], 0, 0};
    for (int round = 0; round < 5; round++) {
      plane = Plane.fitted(points, plane, round == 0 ? 0.6 : 0.7);
    }
    double[] fitted = plane;
    return (y, x) ->
        fitted[0]
            + fitted[1] * ((double) y / height - 0.5)
            + fitted[2] * ((double) x / width - 0.5);
  }

  /** Medians of wide windows, and between their centres what lies between. */
  static Ground medians(byte[] grey, int height, int width) {
    int longer = Math.max(height, width);
    int radius = Math.max(2, longer / 4);
    int rows = Math.max(2, Math.round(10f * height / longer));
    int columns = Math.max(2, Math.round(10f * width / longer));
    double[][] medians = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int y = i * (height - 1) / (rows - 1);
        int x = j * (width - 1) / (columns - 1);
        medians[i][j] = median(grey, height, width, y, x, radius);
      }
    }
    return (y, x) -> {
      double down = height == 1 ? 0 : (double) y / (height - 1) * (rows - 1);
      double right = width == 1 ? 0 : (double) x / (width - 1) * (columns - 1);
      int i = Math.min((int) down, rows - 2);
      int j = Math.min((int) right, columns - 2);
      double below = down - i;
      double beside = right - j;
      return (1 - below) * ((1 - beside) * medians[i][j] + beside * medians[i][j + 1])
          + below * ((1 - beside) * medians[i + 1][j] + beside * medians[i + 1][j + 1]);
    };
  }

  /** Of every other pixel in both directions. */
  private static int median(byte[] grey, int height, int width, int row, int column, int radius) {
    int[] counts = new int[256];
    int count = 0;
    for (int y = Math.max(0, row - radius); y <= Math.min(height - 1, row + radius); y += 2) {
      int last = Math.min(width - 1, column + radius);
      for (int x = Math.max(0, column - radius); x <= last; x += 2) {
        counts[Byte.toUnsignedInt(grey[y * width + x])]++;
        count++;
      }
    }
    int value = 0;
    for (int below = counts[0]; below <= count / 2; below += counts[value]) {
      value++;
    }
    return value;
  }

  /** A plane as its value in the middle and its slopes. */
  final class Plane {

    private Plane() {}

    /** Least squares over the share of points that lie nearest to another plane. */
    static double[] fitted(double[][] points, double[] near, double share) {
      double[] distances =
          Arrays.stream(points).mapToDouble(point -> distance(point, near)).toArray();
      double[] sorted = distances.clone();
      Arrays.sort(sorted);
      double farthest = sorted[(int) (share * (sorted.length - 1))] + 1e-9;
      double[][] equations = new double[3][4];
      for (int i = 0; i < points.length; i++) {
        if (distances[i] <= farthest) {
          double[] terms = {1, points[i][0], points[i][1], points[i][2]};
          for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 4; column++) {
              equations[row][column] += terms[row] * terms[column];
            }
          }
        }
      }
      return solved(equations, near);
    }

    private static double distance(double[] point, double[] plane) {
      return Math.abs(point[2] - plane[0] - plane[1] * point[0] - plane[2] * point[1]);
    }

    /** By elimination; the other plane where points do not say (as those of a single row). */
    private static double[] solved(double[][] rows, double[] otherwise) {
      for (int pivot = 0; pivot < 3; pivot++) {
        int best = pivot;
        for (int row = pivot + 1; row < 3; row++) {
          if (Math.abs(rows[row][pivot]) > Math.abs(rows[best][pivot])) {
            best = row;
          }
        }
        double[] swapped = rows[best];
        rows[best] = rows[pivot];
        rows[pivot] = swapped;
        if (Math.abs(swapped[pivot]) < 1e-9) {
          return otherwise;
        }
        for (int row = 0; row < 3; row++) {
          if (row != pivot) {
            double factor = rows[row][pivot] / swapped[pivot];
            for (int column = pivot; column < 4; column++) {
              rows[row][column] -= factor * swapped[column];
            }
          }
        }
      }
      return new double[] {
        rows[0][3] / rows[0][0], rows[1][3] / rows[1][1], rows[2][3] / rows[2][2]
      };
    }
  }
}
