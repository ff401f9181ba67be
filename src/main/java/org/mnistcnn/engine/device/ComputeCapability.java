package org.mnistcnn.engine.device;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The generation of an NVIDIA GPU, such as 8.6: code for it runs on GPUs of the same first number
 * and no smaller second one.
 */
record ComputeCapability(int major, int minor) implements Comparable<ComputeCapability> {

  /** TensorFlow 2.18's natives have code from 6.0 on (Pascal, 2016). */
  private static final ComputeCapability OLDEST = new ComputeCapability(6, 0);

  /**
   * Their newest code is for 9.0 (Hopper, 2022). What they bring for later ones to compile, PTX,
   * does not compile there: CUDA_ERROR_INVALID_PTX (github.com/tensorflow/tensorflow/issues/89272).
   */
  private static final int NEWEST_MAJOR = 9;

  private static final Pattern TEXT = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");

  /** Reads {@code 8.6}; empty if it is something else. */
  static Optional<ComputeCapability> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new ComputeCapability(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** Whether TensorFlow's natives have code that runs on such a GPU. */
  boolean isSupported() {
    return compareTo(OLDEST) >= 0 && major <= NEWEST_MAJOR;
  }

  /** Why not, as the end of a sentence. */
  static String supported() {
    return "TensorFlow 2.18's natives have code for %s to %d.x".formatted(OLDEST, NEWEST_MAJOR);
  }

  @Override
  public int compareTo(ComputeCapability other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
