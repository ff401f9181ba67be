package org.mnistcnn.formats.savedmodel;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.image.DecodeImage;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;

/**
 * One picture file as the pixels that a model takes: what {@link org.mnistcnn.data.image.ImageFile}
 * does, as ops. The same steps in the same order, in float32 instead of float64: decoded, laid on
 * white, made grey by the luma of Rec. 601, resized by area or linearly, rounded to whole numbers,
 * and, if grey, inverted where the border is light.
 *
 * @param shape height, width and 1 or 3 channels of the result
 * @param invertLight whether grey pictures are inverted at all
 */
record PicturePixels(Shape shape, boolean invertLight) {

  private static final float WHITE = 255;

  /** Borders brighter than this are paper, and the writing on them is dark. */
  private static final float MIDDLE_GREY = 127;

  /** Whether files can be made into images of this shape. */
  static boolean canMake(Shape shape) {
    return shape.numDimensions() == 3 && (shape.get(2) == 1 || shape.get(2) == 3);
  }

  /**
   * Adds the ops.
   *
   * @param file the content of a PNG, JPEG, GIF (its first frame) or BMP, a scalar
   * @return 0 to 255, of {@link #shape}
   */
  Operand<TFloat32> call(Ops tf, Operand<TString> file) {
    // As many channels as the file has: 1 or 3 colours, and one more for opacity. Floats from 0 to
    // 1, since these keep what samples of 16 bits have beyond 8.
    Operand<TFloat32> decoded =
        tf.image.decodeImage(
            file, TFloat32.class, DecodeImage.channels(0L), DecodeImage.expandAnimations(false));
    Operand<TInt32> size = tf.shape(decoded);
    Operand<TInt32> channels = tf.gather(size, tf.constant(2), tf.constant(0));
    Operand<TFloat32> colors = onWhite(tf, decoded, channels);
    Operand<TFloat32> wanted = isGrey() ? grey(tf, colors) : colors;
    Operand<TFloat32> resized = tf.math.floor(tf.math.add(resize(tf, wanted), tf.constant(0.5f)));
    return isGrey() && invertLight ? lightOnDark(tf, resized) : resized;
  }

  private boolean isGrey() {
    return shape.get(2) == 1;
  }

  /** Red, green and blue, 0 to 255, shape {@code (height, width, 3)}. */
  private static Operand<TFloat32> onWhite(
      Ops tf, Operand<TFloat32> decoded, Operand<TInt32> channels) {
    Operand<TInt32> last = tf.constant(2);
    Operand<TInt32> isColored =
        tf.dtypes.cast(tf.math.greater(channels, tf.constant(2)), TInt32.class);
    Operand<TInt32> rgb = tf.math.mul(isColored, tf.constant(new int[] {0, 1, 2}));
    Operand<TFloat32> colors = tf.gather(decoded, rgb, last);
    Operand<TFloat32> hasOpacity =
        tf.dtypes.cast(
            tf.math.equal(tf.math.floorMod(channels, tf.constant(2)), tf.constant(0)),
            TFloat32.class);
    Operand<TInt32> end = tf.expandDims(tf.math.sub(channels, tf.constant(1)), tf.constant(0));
    Operand<TFloat32> one = tf.constant(1f);
    // Without opacity in the file, the last channel is a colour, and counts for nothing.
    Operand<TFloat32> seeThrough =
        tf.math.mul(hasOpacity, tf.math.sub(one, tf.gather(decoded, end, last)));
    Operand<TFloat32> laid =
        tf.math.add(tf.math.mul(tf.math.sub(one, seeThrough), colors), seeThrough);
    return tf.math.mul(laid, tf.constant(WHITE));
  }

  private static Operand<TFloat32> grey(Ops tf, Operand<TFloat32> colors) {
    return tf.reduceSum(
        tf.math.mul(colors, tf.constant(new float[] {0.299f, 0.587f, 0.114f})),
        tf.constant(2),
        ReduceSum.keepDims(true));
  }

  /** Both axes by a product with the shares that each target pixel takes of the source's. */
  private Operand<TFloat32> resize(Ops tf, Operand<TFloat32> image) {
    Operand<TInt32> axis = tf.constant(0);
    Operand<TInt32> size = tf.shape(image);
    Operand<TFloat32> rows = shares(tf, tf.gather(size, tf.constant(0), axis), shape.get(0));
    Operand<TFloat32> columns = shares(tf, tf.gather(size, tf.constant(1), axis), shape.get(1));
    // (height, width, channels) as one matrix per channel.
    Operand<TFloat32> planes = tf.linalg.transpose(image, tf.constant(new int[] {2, 0, 1}));
    Operand<TFloat32> resized =
        tf.linalg.transpose(
            product(tf, rows, product(tf, planes, columns, true), false),
            tf.constant(new int[] {1, 2, 0}));
    return tf.ensureShape(resized, shape);
  }

  private static Operand<TFloat32> product(
      Ops tf, Operand<TFloat32> a, Operand<TFloat32> b, boolean transposed) {
    return tf.train.batchMatMul(a, b, TFloat32.class, BatchMatMul.adjY(transposed));
  }

  /**
   * The share that each target pixel along an axis takes of each source pixel, shape {@code
   * (target, source)}: what a window around its centre covers, which is as wide as a target pixel,
   * though never narrower than a source pixel; what lies outside belongs to the edge.
   */
  private static Operand<TFloat32> shares(Ops tf, Operand<TInt32> source, long target) {
    float[] centres = new float[Math.toIntExact(target)];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = (i + 0.5f) / target;
    }
    Operand<TFloat32> length = tf.dtypes.cast(source, TFloat32.class);
    Operand<TFloat32> one = tf.constant(1f);
    Operand<TFloat32> window =
        tf.math.maximum(one, tf.math.div(length, tf.constant((float) target)));
    Operand<TFloat32> start =
        tf.expandDims(
            tf.math.sub(
                tf.math.mul(tf.constant(centres), length), tf.math.div(window, tf.constant(2f))),
            tf.constant(1));
    Operand<TFloat32> end = tf.math.add(start, window);
    Operand<TFloat32> from =
        tf.dtypes.cast(tf.range(tf.constant(0), source, tf.constant(1)), TFloat32.class);
    Operand<TFloat32> to = tf.math.add(from, one);
    Operand<TFloat32> low =
        tf.select(tf.math.equal(from, tf.constant(0f)), start, tf.math.maximum(start, from));
    Operand<TFloat32> high = tf.select(tf.math.equal(to, length), end, tf.math.minimum(end, to));
    return tf.math.div(tf.math.maximum(tf.math.sub(high, low), tf.constant(0f)), window);
  }

  /** The negative, if the outermost ring is lighter than middle grey on average. */
  private Operand<TFloat32> lightOnDark(Ops tf, Operand<TFloat32> image) {
    Operand<TFloat32> ring = tf.constant(StdArrays.ndCopyOf(ring()));
    Operand<TFloat32> border =
        tf.reduceSum(tf.math.mul(image, ring), tf.constant(new int[] {0, 1, 2}));
    Operand<TFloat32> limit =
        tf.math.mul(tf.constant(MIDDLE_GREY), tf.reduceSum(ring, tf.constant(new int[] {0, 1, 2})));
    return tf.select(tf.math.greater(border, limit), tf.math.sub(tf.constant(WHITE), image), image);
  }

  /** 1 for the pixels of the outermost ring. */
  private float[][][] ring() {
    int height = Math.toIntExact(shape.get(0));
    int width = Math.toIntExact(shape.get(1));
    float[][][] ring = new float[height][width][1];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (y == 0 || x == 0 || y == height - 1 || x == width - 1) {
          ring[y][x][0] = 1;
        }
      }
    }
    return ring;
  }
}
