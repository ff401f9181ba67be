package org.mnistcnn.data.image;

import org.mnistcnn.data.ImageShape;

/**
 * Resizes by axis: one that shrinks by the mean over the area that each target pixel covers, one
 * that grows by linear interpolation between pixel centres, with the edge repeated outwards (as
 * {@code tf.image.resize} does with bilinear and half-pixel centres).
 */
final class Resizing {

  private Resizing() {}

  /** All of {@code source} at the size of {@code target}, rounded to bytes, row-major. */
  static byte[] resize(PixelSource source, ImageShape target) {
    Axis rows = new Axis(source.height(), target.height());
    Axis columns = new Axis(source.width(), target.width());
    int rowSize = target.width() * target.channels();
    byte[] pixels = new byte[target.size()];
    for (int row = 0; row < target.height(); row++) {
      double[] sums = new double[rowSize];
      int first = rows.first(row);
      for (int y = first; y < first + rows.length(row); y++) {
        addRow(source, y, rows.weight(row, y), columns, sums, target.channels());
      }
      for (int i = 0; i < rowSize; i++) {
        pixels[row * rowSize + i] = (byte) Math.round(sums[i]);
      }
    }
    return pixels;
  }

  /** Values of shape {@code (height, width)} at another size, row-major, not rounded. */
  static double[] resize(double[] values, int height, int width, int newHeight, int newWidth) {
    Axis rows = new Axis(height, newHeight);
    Axis columns = new Axis(width, newWidth);
    double[] resized = new double[newHeight * newWidth];
    for (int row = 0; row < newHeight; row++) {
      int top = rows.first(row);
      for (int column = 0; column < newWidth; column++) {
        int left = columns.first(column);
        double sum = 0;
        for (int y = top; y < top + rows.length(row); y++) {
          for (int x = left; x < left + columns.length(column); x++) {
            sum += rows.weight(row, y) * columns.weight(column, x) * values[y * width + x];
          }
        }
        resized[row * newWidth + column] = sum;
      }
    }
    return resized;
  }

  /** Adds row {@code y} of the source, resized to the columns and times its weight. */
  private static void addRow(
      PixelSource source, int y, double weight, Axis columns, double[] sums, int channels) {
    for (int column = 0; column < sums.length / channels; column++) {
      int first = columns.first(column);
      int length = columns.length(column);
      double[] values = source.read(first, y, length);
      for (int i = 0; i < length; i++) {
        double share = weight * columns.weight(column, first + i);
        for (int channel = 0; channel < channels; channel++) {
          sums[column * channels + channel] += share * values[i * channels + channel];
        }
      }
    }
  }

  /**
   * Which source pixels make up each target pixel along one axis: those under a window around its
   * centre. The window is as wide as a target pixel, though never narrower than a source pixel, for
   * then the shares of the two neighbours under it are those of linear interpolation.
   *
   * @param source pixels along the axis of the source
   * @param target pixels along the axis of the target
   */
  private record Axis(int source, int target) {

    /** The first source pixel under the window of target pixel {@code index}. */
    int first(int index) {
      return Math.max(0, (int) Math.floor(start(index)));
    }

    /** The number of source pixels under it. */
    int length(int index) {
      return Math.min(source, (int) Math.ceil(start(index) + window())) - first(index);
    }

    /** The share of source pixel {@code position} in it; what lies outside belongs to the edge. */
    double weight(int index, int position) {
      double start = start(index);
      double end = start + window();
      double from = position == 0 ? start : Math.max(start, position);
      double to = position == source - 1 ? end : Math.min(end, position + 1);
      return (to - from) / window();
    }

    private double start(int index) {
      return (index + 0.5) * source / target - window() / 2;
    }

    private double window() {
      return Math.max(1, (double) source / target);
    }
  }
}
