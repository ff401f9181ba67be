package org.mnistcnn.data.image;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;

/**
 * What the images have in common that a model has learned from, as far as a picture of the same
 * thing can be brought to it: grey images that are all light on dark, and among them those whose
 * ink lies centred on an empty ground, as MNIST's digits do.
 *
 * @param lightOnDark whether the images are grey and nearly all are darker than middle grey along
 *     their edges
 * @param inkSide pixels along the longer side of the box of the ink, where it is the same in nearly
 *     all images and the ink's centre of mass is the middle of the image; 0 if there is no such
 *     form
 */
public record PictureForm(boolean lightOnDark, int inkSide) {

  /** No form is known: pictures are taken as light or dark as they are. */
  public static final PictureForm ANY = new PictureForm(false, 0);

  /** Images are light on dark. */
  public static final PictureForm LIGHT_ON_DARK = new PictureForm(true, 0);

  /** Nearly all: of images of a form at most one in a hundred lacks it. */
  private static final double NEARLY_ALL = 0.99;

  /** Images that are looked at, evenly spread: enough to tell one in a hundred. */
  private static final int MOST_IMAGES = 4000;

  private static final String ANY_TEXT = "as light or dark as they are";
  private static final String LIGHT_ON_DARK_TEXT = "light on dark";
  private static final Pattern CENTRED_TEXT =
      Pattern.compile("light on dark, ink centred, its longer side (\\d{1,5}) pixels");

  /** Borders brighter than this are paper, and the writing on them is dark. */
  private static final int MIDDLE_GREY = 127;

  /** The borders of an empty ground. */
  private static final int EMPTY = 32;

  /** Pixels brighter than this are ink, however a JPEG file has blurred it. */
  private static final int INK = 32;

  /** The side of the ink's box may be so much shorter: its faint ends do not count as ink. */
  private static final int SHORTER = 2;

  /** How far from the middle the centre of mass may lie, in sides of the image. */
  private static final double OFF_CENTRE = 0.75 / 28;

  /** Measures a training set. */
  public static PictureForm of(Dataset images) {
    ImageShape shape = images.imageShape();
    int count = images.count();
    if (shape.channels() != 1 || count == 0) {
      return ANY;
    }
    int looked = Math.min(count, MOST_IMAGES);
    int dark = 0;
    int[] sides = new int[Math.max(shape.height(), shape.width()) + 1];
    int[] centred = new int[sides.length];
    byte[] pixels = new byte[shape.size()];
    for (int i = 0; i < looked; i++) {
      int image = (int) ((long) i * count / looked);
      images.pixels(image, image + 1).get(pixels);
      dark += borderMean(pixels, shape) <= MIDDLE_GREY ? 1 : 0;
      int side = inkSide(pixels, shape);
      sides[side]++;
      centred[side] += isCentred(pixels, shape) ? 1 : 0;
    }
    if (dark < NEARLY_ALL * looked) {
      return ANY;
    }
    return new PictureForm(true, commonSide(centred, looked, shape));
  }

  /** The side of which, or a little less, nearly all centred images are; 0 if there is none. */
  private static int commonSide(int[] centred, int looked, ImageShape shape) {
    int most = 0;
    for (int side = 1; side < centred.length; side++) {
      most = centred[side] >= centred[most] ? side : most;
    }
    int alike = 0;
    for (int side = Math.max(1, most - SHORTER); side <= most; side++) {
      alike += centred[side];
    }
    boolean hasRoom = most <= shape.height() - 2 * SHORTER;
    return shape.height() == shape.width() && hasRoom && alike >= NEARLY_ALL * looked ? most : 0;
  }

  /** Whether ink is centred in the images. */
  public boolean isCentred() {
    return inkSide > 0;
  }

  /** The form of MNIST in images of a shape: its ink's box takes 20 of 28 pixels. */
  public static PictureForm digits(ImageShape shape) {
    return new PictureForm(
        true, Math.max(1, Math.round(Math.min(shape.height(), shape.width()) * 20f / 28)));
  }

  /** Whether an image has the form of this already. */
  boolean isCentred(byte[] pixels, ImageShape shape, int side) {
    int own = inkSide(pixels, shape);
    return own <= side && own >= side - SHORTER && isCentred(pixels, shape);
  }

  private static boolean isCentred(byte[] pixels, ImageShape shape) {
    if (borderMean(pixels, shape) >= EMPTY) {
      return false;
    }
    long mass = 0;
    long down = 0;
    long right = 0;
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        int value = Byte.toUnsignedInt(pixels[y * shape.width() + x]);
        mass += value;
        down += (long) y * value;
        right += (long) x * value;
      }
    }
    double off = OFF_CENTRE * Math.min(shape.height(), shape.width());
    return mass > 0
        && Math.abs((double) down / mass - shape.height() / 2.0) <= off
        && Math.abs((double) right / mass - shape.width() / 2.0) <= off;
  }

  /** Pixels along the longer side of the box around all ink. */
  private static int inkSide(byte[] pixels, ImageShape shape) {
    int top = shape.height();
    int bottom = -1;
    int left = shape.width();
    int right = -1;
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        if (Byte.toUnsignedInt(pixels[y * shape.width() + x]) > INK) {
          top = Math.min(top, y);
          bottom = y;
          left = Math.min(left, x);
          right = Math.max(right, x);
        }
      }
    }
    return Math.max(0, Math.max(bottom - top, right - left) + 1);
  }

  /** Whether the outermost ring of a grey image is lighter than middle grey on average. */
  static boolean hasLightBorder(byte[] pixels, ImageShape shape) {
    return borderMean(pixels, shape) > MIDDLE_GREY;
  }

  private static double borderMean(byte[] pixels, ImageShape shape) {
    long sum = 0;
    int count = 0;
    for (int y = 0; y < shape.height(); y++) {
      boolean wholeRow = y == 0 || y == shape.height() - 1;
      int step = wholeRow ? 1 : Math.max(1, shape.width() - 1);
      for (int x = 0; x < shape.width(); x += step) {
        sum += Byte.toUnsignedInt(pixels[y * shape.width() + x]);
        count++;
      }
    }
    return (double) sum / count;
  }

  /** The form in words, which model cards and files of models keep. */
  public String text() {
    if (!lightOnDark) {
      return ANY_TEXT;
    }
    return isCentred()
        ? String.format(
            Locale.ROOT, "light on dark, ink centred, its longer side %d pixels", inkSide)
        : LIGHT_ON_DARK_TEXT;
  }

  /**
   * Reads {@link #text}.
   *
   * @return empty if it is no such text
   */
  public static Optional<PictureForm> parse(String text) {
    Matcher centred = CENTRED_TEXT.matcher(text);
    if (centred.matches()) {
      return Optional.of(new PictureForm(true, Integer.parseInt(centred.group(1))));
    }
    return switch (text) {
      case ANY_TEXT -> Optional.of(ANY);
      case LIGHT_ON_DARK_TEXT -> Optional.of(LIGHT_ON_DARK);
      default -> Optional.empty();
    };
  }
}
