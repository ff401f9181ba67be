package org.mnistcnn.engine.device;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mnistcnn.common.SettingException;

/**
 * An amount of memory.
 *
 * @param mebibytes in units of 1024 * 1024 bytes, at least 1
 */
public record MemorySize(int mebibytes) {

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,6})([mg])");

  public MemorySize {
    if (mebibytes < 1) {
      throw new IllegalArgumentException("must be at least 1 MiB, got " + mebibytes);
    }
  }

  /**
   * Reads {@code 4g} or {@code 512m}, as a JVM's {@code -Xmx} does.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static MemorySize of(String text) {
    Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new SettingException(
          "gpuMemory",
          "must be a whole number with m or g behind it, such as 4g, got '%s'".formatted(text));
    }
    long number = Long.parseLong(matcher.group(1));
    return new MemorySize(Math.toIntExact(matcher.group(2).equals("g") ? number << 10 : number));
  }

  public long bytes() {
    return (long) mebibytes << 20;
  }

  @Override
  public String toString() {
    return mebibytes % 1024 == 0 ? mebibytes / 1024 + "g" : mebibytes + "m";
  }
}
