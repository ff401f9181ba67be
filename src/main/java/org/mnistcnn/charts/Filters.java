package org.mnistcnn.charts;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** The kernels of a network's first convolution. */
public final class Filters {

  private static final int MOST = 64;

  private final String layer;
  private final int height;
  private final int width;
  private final int channels;
  private final int count;
  private final float[] values;

  /**
   * Kernels over this array, which it keeps: the caller no longer changes it.
   *
   * @param layer the layer's name
   * @param height of a kernel
   * @param width of a kernel
   * @param channels that it reads
   * @param count number of kernels
   * @param values shape {@code (height, width, channels, count)}, row-major
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public Filters(String layer, int height, int width, int channels, int count, float[] values) {
    long size = (long) height * width * channels * count;
    if (size != values.length) {
      throw new IllegalArgumentException(
          "filters of shape (%d, %d, %d, %d) need %d values, got %d"
              .formatted(height, width, channels, count, size, values.length));
    }
    this.layer = layer;
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.count = count;
    this.values = values;
  }

  /** One tile per filter: orange is negative, white 0, blue positive. */
  Picture picture(String modelName) {
    float greatest = 1e-12f;
    for (float value : means()) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    List<Tiles.Tile> tiles = new ArrayList<>();
    for (int filter = 0; filter < Math.min(MOST, count); filter++) {
      tiles.add(new Tiles.Tile(image(filter, greatest), List.of()));
    }
    String rest = ": first filters, orange negative, blue positive";
    return new Tiles(modelName, rest, tiles)
        .picture(
            "first_layer_filters",
            "First-layer filters",
            "%s%d filters of layer %s, %d by %d%s; the strongest weight is %.3g."
                .formatted(
                    count > MOST ? MOST + " of " : "",
                    count,
                    layer,
                    height,
                    width,
                    channels > 1 ? ", mean of %d channels".formatted(channels) : "",
                    greatest));
  }

  private BufferedImage image(int filter, float greatest) {
    float[] means = means();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float depth = means[(y * width + x) * count + filter] / greatest;
        image.setRGB(x, y, color(depth));
      }
    }
    return image;
  }

  /** Shape {@code (height, width, count)}: the mean over the channels. */
  private float[] means() {
    float[] means = new float[height * width * count];
    for (int place = 0; place < height * width; place++) {
      for (int channel = 0; channel < channels; channel++) {
        for (int filter = 0; filter < count; filter++) {
          means[place * count + filter] +=
              values[(place * channels + channel) * count + filter] / channels;
        }
      }
    }
    return means;
  }

  /** White at 0, blue at 1, orange at -1. */
  private static int color(float depth) {
    int rgb = (depth < 0 ? ChartStyle.VERMILION : ChartStyle.BLUE).getRGB();
    int mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int channel = rgb >> shift & 0xFF;
      mixed |= Math.round(255 + (channel - 255) * Math.abs(depth)) << shift;
    }
    return mixed;
  }
}
