package org.mnistcnn.nn.layers;

import org.mnistcnn.common.Check;

/**
 * A height and a width in pixels, such as those of a kernel or of a step.
 *
 * @param height at least 1
 * @param width at least 1
 */
public record Size(int height, int width) {

  public Size {
    Check.positive("height", height);
    Check.positive("width", width);
  }

  public static Size square(int length) {
    return new Size(length, length);
  }

  long area() {
    return (long) height * width;
  }

  boolean isOne() {
    return height == 1 && width == 1;
  }

  boolean isSquare() {
    return height == width;
  }

  @Override
  public String toString() {
    return "(%d, %d)".formatted(height, width);
  }
}
