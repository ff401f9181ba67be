package org.mnistcnn.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.nio.file.Path;
import org.mnistcnn.common.InvalidDataException;

/**
 * The pixels of a decoded image as its file stores them, scaled to 0..255, laid on white, in the
 * wanted number of channels.
 *
 * <p>Samples come from the raster: {@link BufferedImage#getRGB} takes grey for linear light and
 * would brighten it, and follows colour profiles, which PIL ignores.
 */
final class PixelSource {

  private static final double WHITE = 255;

  private final Raster raster;
  private final int channels;
  private final boolean alpha;

  /** Colours in a pixel of the file: 1 or 3. */
  private final int colors;

  /** By band of the raster: what makes its greatest sample 255. */
  private final double[] scales;

  private PixelSource(BufferedImage image, int channels) {
    ColorModel model = image.getColorModel();
    this.raster = image.getRaster();
    this.channels = channels;
    this.alpha = model.hasAlpha();
    this.colors = model.getNumColorComponents();
    this.scales = new double[model.getNumComponents()];
    for (int band = 0; band < scales.length; band++) {
      scales[band] = WHITE / ((1 << model.getComponentSize(band)) - 1);
    }
  }

  /**
   * The pixels of {@code image}.
   *
   * @param file for messages
   * @param channels 1 for grey, 3 for red, green, blue
   * @throws InvalidDataException if the image is neither grey nor RGB, or has samples of more than
   *     16 bits
   */
  static PixelSource of(Path file, BufferedImage image, int channels) throws InvalidDataException {
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel palette) {
      return new PixelSource(palette.convertToIntDiscrete(image.getRaster(), false), channels);
    }
    int colors = model.getNumColorComponents();
    int bits = model.getComponentSize(0);
    if ((colors != 1 && colors != 3) || bits > 16) {
      throw new InvalidDataException(
          "%s: image must be grey or RGB with samples of at most 16 bits, got %d colours of %d bits"
              .formatted(file, colors, bits));
    }
    return new PixelSource(image, channels);
  }

  /** Pixels in a row. */
  int width() {
    return raster.getWidth();
  }

  /** Rows of pixels. */
  int height() {
    return raster.getHeight();
  }

  /**
   * The {@code count} pixels of row {@code y} from column {@code x} on: shape {@code (count,
   * channels)}, each 0 (black) to 255.
   */
  double[] read(int x, int y, int count) {
    int[] samples = raster.getPixels(x, y, count, 1, (int[]) null);
    double[] values = new double[count * channels];
    for (int i = 0; i < count; i++) {
      int from = i * scales.length;
      double red = onWhite(samples, from, 0);
      double green = colors == 1 ? red : onWhite(samples, from, 1);
      double blue = colors == 1 ? red : onWhite(samples, from, 2);
      if (channels == 1) {
        values[i] = 0.299 * red + 0.587 * green + 0.114 * blue;
      } else {
        values[3 * i] = red;
        values[3 * i + 1] = green;
        values[3 * i + 2] = blue;
      }
    }
    return values;
  }

  private double onWhite(int[] samples, int from, int color) {
    double value = samples[from + color] * scales[color];
    if (!alpha) {
      return value;
    }
    double opacity = samples[from + colors] * scales[colors] / WHITE;
    return opacity * value + (1 - opacity) * WHITE;
  }
}
