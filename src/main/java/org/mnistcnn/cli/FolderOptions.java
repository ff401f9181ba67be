package org.mnistcnn.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.data.read.FolderReadOptions;
import picocli.CommandLine.Option;

/** How a folder of images is read. */
final class FolderOptions {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(?:x(\\d{1,9}))?");
  static final String TEST_SPLIT = "--test-split";
  static final String SPLIT_SEED = "--split-seed";

  /** All of them. */
  static final Set<String> NAMES =
      Set.of("--image-size", "--channels", TEST_SPLIT, SPLIT_SEED, "--skip-bad");

  @Option(
      names = "--image-size",
      paramLabel = "WxH",
      description =
          "Resize the images of a folder to this width and height, or to a square (default: the"
              + " size they all have, or the model's).")
  private @Nullable String imageSize;

  @Option(
      names = "--channels",
      paramLabel = "1|3",
      description =
          "Read the images of a folder as grey or in colour (default: as they all are, or as the"
              + " model takes them).")
  private @Nullable Integer channels;

  @Option(
      names = TEST_SPLIT,
      paramLabel = "SHARE",
      description =
          "Share of each class that is kept for testing, of a folder without train/ and test/"
              + " (default: 0.2, or that of the model's training).")
  private @Nullable Double testSplit;

  @Option(
      names = SPLIT_SEED,
      paramLabel = "N",
      description =
          "Decides which images these are, and the order of a folder's training set (default: 1, or"
              + " that of the model's training).")
  private @Nullable Long splitSeed;

  @Option(
      names = "--skip-bad",
      description = "Leave out the images of a folder that can't be read, and list them.")
  private boolean skipBad;

  /**
   * The same, as far as it has an effect on this data set.
   *
   * @param then a run's options by name
   */
  FolderReadOptions readOptions(Path data, Map<String, String> then) throws IOException {
    Map<String, String> effective = new HashMap<>(then);
    if (DatasetReader.isSplit(data)) {
      effective.keySet().removeAll(List.of(TEST_SPLIT, SPLIT_SEED));
    }
    return readOptions(DatasetReader.isFolder(data) ? effective : Map.of());
  }

  /**
   * What the options say.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  FolderReadOptions readOptions() {
    return readOptions(Map.of());
  }

  /**
   * The same, and for what they do not say the options that a run had on the same data.
   *
   * @param then the run's options by name
   */
  private FolderReadOptions readOptions(Map<String, String> then) {
    Optional<String> size = Optional.ofNullable(imageSize).or(() -> given(then, "--image-size"));
    Optional<Integer> channel =
        Optional.ofNullable(channels).or(() -> given(then, "--channels").map(Integer::valueOf));
    Optional<Double> split =
        Optional.ofNullable(testSplit).or(() -> given(then, TEST_SPLIT).map(Double::valueOf));
    Optional<Long> seed =
        Optional.ofNullable(splitSeed).or(() -> given(then, SPLIT_SEED).map(Long::valueOf));
    return new FolderReadOptions(
        size.map(FolderOptions::size),
        channel.map(OptionalInt::of).orElseGet(OptionalInt::empty),
        split.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
        seed.map(OptionalLong::of).orElseGet(OptionalLong::empty),
        skipBad || Boolean.parseBoolean(then.get("--skip-bad")),
        FolderReadOptions.DEFAULT.mostBytes());
  }

  /**
   * How to read what a model is tested on: its images as the model takes them, split as the model's
   * training split them, so that it is not tested on what it has learned.
   *
   * @param facts of the model
   */
  FolderReadOptions readOptions(Path data, ImageShape shape, Map<String, String> facts)
      throws IOException {
    if (!DatasetReader.isFolder(data)) {
      return readOptions();
    }
    FolderReadOptions readOptions = readOptions(data, splitOf(facts));
    return shape.channels() == 1 || shape.channels() == 3 ? readOptions.or(shape) : readOptions;
  }

  private static Map<String, String> splitOf(Map<String, String> facts) {
    return Map.of(
        TEST_SPLIT, facts.getOrDefault(TEST_SPLIT, ""),
        SPLIT_SEED, facts.getOrDefault(SPLIT_SEED, ""));
  }

  private static Optional<String> given(Map<String, String> then, String option) {
    return Optional.ofNullable(then.get(option)).filter(value -> !value.isEmpty());
  }

  private static FolderReadOptions.ImageSize size(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw new IllegalArgumentException(
          "imageSize must be a width and a height such as 32x24, or one number, got " + text);
    }
    int width = Integer.parseInt(size.group(1));
    String height = size.group(2);
    return new FolderReadOptions.ImageSize(
        width, height == null ? width : Integer.parseInt(height));
  }
}
