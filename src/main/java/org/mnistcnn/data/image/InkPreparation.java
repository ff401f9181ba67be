package org.mnistcnn.data.image;

import java.util.Arrays;
import java.util.Optional;

/**
 * Makes a picture of a digit, drawn or photographed, into an image as MNIST's were made: light ink
 * on an empty ground, the longer side of the ink's box of a fixed length, the ink's centre of mass
 * in the middle (Y. LeCun, C. Cortes, C. Burges: The MNIST database of handwritten digits).
 *
 * <p>The picture is brought to a canvas of {@value #CANVAS} pixels along its longer side. Whether
 * ink is lighter or darker than the ground is the sign of the skewness around the ground. The
 * ground is then what a morphological opening with a square wider than a stroke leaves, so that
 * shadows go and strokes stay. Ruled lines, which are thin, straight and go from edge to edge, are
 * taken off. What is stronger than noise and a share of the strongest ink is labelled; specks, and
 * what touches the picture's edge beside larger ink, are dropped.
 *
 * <p>{@code savedmodel/predict.py} does the same in Python. Strength of ink is counted in ninths of
 * a grey level, as the sum over 3 x 3 pixels, so that both count in whole numbers.
 */
final class InkPreparation {

  /** Pixels along the longer side of the canvas. */
  static final int CANVAS = 160;

  private static final int NINE = 9;
  private static final int STRONGEST = NINE * 255;

  /** A picture whose strongest ink differs by less from its ground is blank: 10 grey levels. */
  private static final int FAINTEST = 10 * NINE;

  /** The share of pixels that count as the strongest. */
  private static final double PEAK_SHARE = 0.002;

  /** Ink on more of the picture fills it: its ground is seen at the edges alone. */
  private static final double FILLED = 0.1;

  /** The side of the square that no stroke contains, in longer sides of the picture. */
  private static final double WIDER_THAN_STROKES = 0.22;

  private static final double NOISE = 4;
  private static final double LEAST_INK = 0.35;
  private static final double MOST_NOISE = 0.6;
  private static final double SPECK = 0.06;
  private static final double AT_THE_EDGE = 0.2;

  private final int height;
  private final int width;
  private final byte[] grey;

  /**
   * A picture.
   *
   * @param grey shape {@code (height, width)}, 0 (black) to 255 unsigned
   */
  InkPreparation(int height, int width, byte[] grey) {
    this.height = height;
    this.width = width;
    this.grey = grey;
  }

  /**
   * The picture's ink, centred.
   *
   * @param side of the square that is made
   * @param inkSide the longer side of the ink's box
   * @return shape {@code (side, side)}, 0 (ground) to 255 (ink); empty if the picture is blank
   */
  Optional<byte[]> centred(int side, int inkSide) {
    int[] ink = ink();
    if (peak(ink) < FAINTEST) {
      return Optional.empty();
    }
    ink = RuledLines.removed(ink, height, width, peak(ink));
    ink = transposed(ink, height, width);
    ink = transposed(RuledLines.removed(ink, width, height, peak(ink)), width, height);
    int peak = peak(ink);
    if (peak < FAINTEST) {
      return Optional.empty();
    }
    double threshold =
        Math.min(Math.max(NOISE * deviation(ink), LEAST_INK * peak), MOST_NOISE * peak);
    boolean[] kept = kept(ink, threshold);
    return Optional.of(placed(ink, kept, threshold, peak, side, inkSide));
  }

  /** How much each pixel differs from the ground towards ink, in ninths of a grey level. */
  private int[] ink() {
    boolean dark = isDark();
    int[] smooth = new int[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int sum = 0;
        for (int dy = -1; dy <= 1; dy++) {
          for (int dx = -1; dx <= 1; dx++) {
            sum += at(within(y + dy, 0, height - 1), within(x + dx, 0, width - 1));
          }
        }
        smooth[y * width + x] = dark ? STRONGEST - sum : sum;
      }
    }
    int square = Math.max(3, (int) (WIDER_THAN_STROKES * Math.max(height, width))) | 1;
    int[] ground = WindowExtremes.opening(smooth, height, width, square, square);
    for (int i = 0; i < smooth.length; i++) {
      smooth[i] -= ground[i];
    }
    return smooth;
  }

  private static int within(int value, int least, int greatest) {
    return Math.min(Math.max(value, least), greatest);
  }

  private int at(int y, int x) {
    return Byte.toUnsignedInt(grey[y * width + x]);
  }

  /** Whether the ink is darker than the ground. */
  private boolean isDark() {
    double[] difference = difference(Ground.plane(grey, height, width));
    int[] magnitude = new int[difference.length];
    for (int i = 0; i < difference.length; i++) {
      magnitude[i] = (int) (NINE * Math.abs(difference[i]));
    }
    int half = peak(magnitude) / 2;
    long inked = Arrays.stream(magnitude).filter(value -> value > half).count();
    if (inked < FILLED * magnitude.length) {
      difference = difference(Ground.medians(grey, height, width));
    }
    double skewness = 0;
    for (double value : difference) {
      skewness += value * value * value;
    }
    return skewness < 0;
  }

  private double[] difference(Ground ground) {
    double[] difference = new double[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        difference[y * width + x] = at(y, x) - ground.at(y, x);
      }
    }
    return difference;
  }

  /** The mean of the strongest pixels. */
  private static int peak(int[] ink) {
    int[] counts = counts(ink);
    int most = Math.max(4, (int) (PEAK_SHARE * ink.length));
    int left = Math.min(most, ink.length);
    int taken = left;
    long sum = 0;
    for (int value = STRONGEST; value >= 0 && left > 0; value--) {
      int count = Math.min(left, counts[value]);
      sum += (long) count * value;
      left -= count;
    }
    return (int) (sum / taken);
  }

  /** The standard deviation of what is not ink, by the median absolute deviation. */
  private static double deviation(int[] ink) {
    int median = median(counts(ink), ink.length);
    int[] differences = new int[ink.length];
    for (int i = 0; i < ink.length; i++) {
      differences[i] = Math.abs(ink[i] - median);
    }
    return 1.4826 * median(counts(differences), ink.length);
  }

  private static int[] counts(int[] values) {
    int[] counts = new int[STRONGEST + 1];
    for (int value : values) {
      counts[value]++;
    }
    return counts;
  }

  private static int median(int[] counts, int count) {
    int value = 0;
    for (int below = counts[0]; below <= count / 2; below += counts[value]) {
      value++;
    }
    return value;
  }

  /** The pixels of all ink that is no speck. */
  private boolean[] kept(int[] ink, double threshold) {
    int[] labels = new int[ink.length];
    int[] queue = new int[ink.length];
    double[] scores = new double[ink.length + 1];
    int found = 0;
    double best = 0;
    for (int start = 0; start < ink.length; start++) {
      if (labels[start] == 0 && ink[start] > threshold) {
        found++;
        scores[found] = fill(ink, threshold, start, found, labels, queue);
        best = Math.max(best, scores[found]);
      }
    }
    boolean[] kept = new boolean[ink.length];
    for (int i = 0; i < ink.length; i++) {
      kept[i] = labels[i] > 0 && scores[labels[i]] >= SPECK * best;
    }
    return kept;
  }

  /** Labels what is connected with a pixel, and sums its ink. */
  private double fill(
      int[] ink, double threshold, int start, int label, int[] labels, int[] queue) {
    int first = 0;
    int last = 0;
    queue[last++] = start;
    labels[start] = label;
    long sum = 0;
    boolean atTheEdge = false;
    while (first < last) {
      int pixel = queue[first++];
      sum += ink[pixel];
      int row = pixel / width;
      int column = pixel % width;
      atTheEdge |= row == 0 || column == 0 || row == height - 1 || column == width - 1;
      for (int y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) {
        for (int x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
          int next = y * width + x;
          if (labels[next] == 0 && ink[next] > threshold) {
            labels[next] = label;
            queue[last++] = next;
          }
        }
      }
    }
    return atTheEdge ? AT_THE_EDGE * sum : sum;
  }

  private byte[] placed(
      int[] ink, boolean[] kept, double threshold, int peak, int side, int inkSide) {
    int top = height;
    int bottom = -1;
    int left = width;
    int right = -1;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (kept[y * width + x]) {
          top = Math.min(top, y);
          bottom = y;
          left = Math.min(left, x);
          right = Math.max(right, x);
        }
      }
    }
    int boxHeight = bottom - top + 1;
    int boxWidth = right - left + 1;
    double low = threshold / 2;
    double[] box = new double[boxHeight * boxWidth];
    for (int y = 0; y < boxHeight; y++) {
      for (int x = 0; x < boxWidth; x++) {
        if (isNear(kept, top + y, left + x)) {
          double strength = (ink[(top + y) * width + left + x] - low) / (0.8 * peak - low);
          box[y * boxWidth + x] = 255 * Math.min(Math.max(strength, 0), 1);
        }
      }
    }
    double scale = (double) inkSide / Math.max(boxHeight, boxWidth);
    int rows = Math.max(1, (int) Math.floor(boxHeight * scale + 0.5));
    int columns = Math.max(1, (int) Math.floor(boxWidth * scale + 0.5));
    double[] scaled = Resizing.resize(box, boxHeight, boxWidth, rows, columns);
    return inTheMiddle(scaled, rows, columns, side);
  }

  private boolean isNear(boolean[] kept, int row, int column) {
    for (int y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) {
      for (int x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
        if (kept[y * width + x]) {
          return true;
        }
      }
    }
    return false;
  }

  /** With the centre of mass in the middle, as near as the square allows. */
  private static byte[] inTheMiddle(double[] values, int rows, int columns, int side) {
    double mass = 0;
    double down = 0;
    double right = 0;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        double value = values[y * columns + x];
        mass += value;
        down += y * value;
        right += x * value;
      }
    }
    double middle = side / 2.0;
    int first = within((int) Math.floor(middle - down / mass + 0.5), 0, side - rows);
    int start = within((int) Math.floor(middle - right / mass + 0.5), 0, side - columns);
    byte[] pixels = new byte[side * side];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        pixels[(first + y) * side + start + x] = (byte) Math.round(values[y * columns + x]);
      }
    }
    return pixels;
  }

  private static int[] transposed(int[] values, int rows, int columns) {
    int[] transposed = new int[values.length];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        transposed[x * rows + y] = values[y * columns + x];
      }
    }
    return transposed;
  }
}
