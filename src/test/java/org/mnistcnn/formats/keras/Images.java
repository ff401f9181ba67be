package org.mnistcnn.formats.keras;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;

/** Images on their way to Python, and probabilities on their way from and to it. */
final class Images {

  private Images() {}

  /** Writes pixels and labels as bytes. */
  static void write(Dataset images, Path pixels, Path labels) throws IOException {
    Files.write(pixels, bytes(images));
    byte[] classes = new byte[images.count()];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (byte) images.labels()[i];
    }
    Files.write(labels, classes);
  }

  static byte[] bytes(Dataset images) {
    ByteBuffer pixels = images.pixels(0, images.count());
    byte[] bytes = new byte[pixels.remaining()];
    pixels.get(bytes);
    return bytes;
  }

  /**
   * The digits in red, green or blue on a black ground of 32 x 32, as keras_file.py paints them.
   */
  static Dataset coloured(Dataset grey) {
    byte[] from = bytes(grey);
    byte[] to = new byte[grey.count() * 32 * 32 * 3];
    for (int i = 0; i < from.length; i++) {
      int image = i / (28 * 28);
      int row = i / 28 % 28 + 2;
      int column = i % 28 + 2;
      to[((image * 32 + row) * 32 + column) * 3 + image % 3] = from[i];
    }
    return new Dataset(new ImageShape(32, 32, 3), grey.classNames(), to, grey.labels());
  }

  static void writeFloats(Path file, float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Files.write(file, bytes.array());
  }

  static float[] readFloats(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  /** The greatest difference of two lists of numbers. */
  static double difference(float[] ours, float[] theirs) {
    if (ours.length != theirs.length) {
      return Double.POSITIVE_INFINITY;
    }
    double greatest = 0;
    for (int i = 0; i < ours.length; i++) {
      double difference = Math.abs((double) ours[i] - theirs[i]);
      greatest = difference <= greatest ? greatest : difference;
    }
    return greatest;
  }
}
