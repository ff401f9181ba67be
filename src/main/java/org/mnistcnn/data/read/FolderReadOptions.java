package org.mnistcnn.data.read;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.common.WithBuilder;
import org.mnistcnn.data.ImageShape;

/**
 * What a data set leaves open about how it is to be read: a folder of images all of it, and every
 * data set without a test set how one is split off. What a data set does not leave open must not be
 * said.
 *
 * @param imageSize what each image is resized to; needed only if they differ in size
 * @param channels 1 for grey, 3 for colour; needed only if there are both
 * @param testSplit the share of each class that is kept for testing, in (0, 1), where the data set
 *     has no test set; else {@link #TEST_SPLIT}
 * @param splitSeed which images these are; else {@link #SPLIT_SEED}
 * @param skipBad whether files that can't be read are left out
 * @param mostBytes decoded images that take more stay in their files
 */
@WithBuilder
public record FolderReadOptions(
    Optional<ImageSize> imageSize,
    OptionalInt channels,
    OptionalDouble testSplit,
    OptionalLong splitSeed,
    boolean skipBad,
    long mostBytes)
    implements FolderReadOptionsBuilder.With {

  /** A fifth of each class, rounded, is kept for testing. */
  public static final double TEST_SPLIT = 0.2;

  /** The seed of the split into training and test, and of the order of the training set. */
  public static final long SPLIT_SEED = 1;

  /** As the images are. Decoded images may take a quarter of the memory that Java may have. */
  public static final FolderReadOptions DEFAULT =
      new FolderReadOptions(
          Optional.empty(),
          OptionalInt.empty(),
          OptionalDouble.empty(),
          OptionalLong.empty(),
          false,
          Runtime.getRuntime().maxMemory() / 4);

  public FolderReadOptions {
    if (channels.isPresent() && channels.getAsInt() != 1 && channels.getAsInt() != 3) {
      throw new SettingException(
          "channels", "must be 1 (grey) or 3 (red, green, blue), got " + channels.getAsInt());
    }
    double share = testSplit.orElse(TEST_SPLIT);
    if (!(share > 0 && share < 1)) {
      throw new SettingException("testSplit", "must be in (0, 1), got " + share);
    }
    if (mostBytes < 0) {
      throw new SettingException("mostBytes", "must not be negative, got " + mostBytes);
    }
  }

  /**
   * A size of images.
   *
   * @param width pixels in a row
   * @param height rows of pixels
   */
  public record ImageSize(int width, int height) {

    /** No side is longer: such an image has a gigabyte. */
    private static final int LONGEST_SIDE = 16_384;

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(?:x(\\d{1,9}))?");

    public ImageSize {
      if (width < 1 || height < 1 || width > LONGEST_SIDE || height > LONGEST_SIDE) {
        throw new SettingException(
            "imageSize",
            "must be from 1x1 to %1$dx%1$d, got %2$dx%3$d".formatted(LONGEST_SIDE, width, height));
      }
    }

    /**
     * Reads a size: {@code 32x24}, width first, or {@code 28} for a square.
     *
     * @throws SettingException if it is no size
     */
    public static ImageSize parse(String text) {
      Matcher size = SIZE.matcher(text);
      if (!size.matches()) {
        throw new SettingException(
            "imageSize", "must be a width and a height such as 32x24, or one number, got " + text);
      }
      int width = Integer.parseInt(size.group(1));
      String height = size.group(2);
      return new ImageSize(width, height == null ? width : Integer.parseInt(height));
    }

    /** The size as people write it: {@code 32x24}, width first. */
    @Override
    public String toString() {
      return width + "x" + height;
    }
  }

  /** The same with images of this shape, as far as no other was asked for. */
  public FolderReadOptions or(ImageShape shape) {
    return with()
        .imageSize(imageSize.orElseGet(() -> new ImageSize(shape.width(), shape.height())))
        .channels(channels.orElse(shape.channels()))
        .build();
  }

  /** The share that is kept for testing, for people: {@code 20 % of each class}. */
  String testShare() {
    double percent = 100 * testSplit.orElse(TEST_SPLIT);
    return String.format(Locale.ROOT, "%.2f", percent).replaceFirst("\\.?0+$", "")
        + " % of each class";
  }

  /** Refuses what can be asked of image files only. */
  void requireNothingOfImageFiles(String format) {
    String setting =
        imageSize.isPresent()
            ? "imageSize"
            : channels.isPresent() ? "channels" : skipBad ? "skipBad" : "";
    if (!setting.isEmpty()) {
      throw new SettingException(
          setting, "has no effect on %s: it belongs to a folder of images".formatted(format));
    }
  }

  /** Refuses settings of a split where there is none to be made. */
  void requireNoSplit(String dataset) {
    String setting = testSplit.isPresent() ? "testSplit" : splitSeed.isPresent() ? "splitSeed" : "";
    if (!setting.isEmpty()) {
      throw new SettingException(
          setting, "has no effect on %s: it has a test set of its own".formatted(dataset));
    }
  }
}
