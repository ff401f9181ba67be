package org.mnistcnn.data.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** A small sound data set on disk, in which tests break one file. */
public final class IdxDirectory {

  public static final String TRAINING_IMAGES = "train-images-idx3-ubyte";
  public static final String TRAINING_LABELS = "train-labels-idx1-ubyte";
  public static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  public static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  private final Path directory;

  private IdxDirectory(Path directory) {
    this.directory = directory;
  }

  /** Three training and two test images of 2 x 3 pixels, labelled 0, 1, 2 and 2, 1. */
  public static IdxDirectory sound(Path directory) throws IOException {
    return new IdxDirectory(directory)
        .write(TRAINING_IMAGES, images(3, 2, 3))
        .write(TRAINING_LABELS, labels(0, 1, 2))
        .write(TEST_IMAGES, images(2, 2, 3))
        .write(TEST_LABELS, labels(2, 1));
  }

  public Path path() {
    return directory;
  }

  public IdxDirectory write(String name, byte[] bytes) throws IOException {
    Files.write(directory.resolve(name), bytes);
    return this;
  }

  public IdxDirectory delete(String name) throws IOException {
    Files.delete(directory.resolve(name));
    return this;
  }

  /** Pixels count up from 0. */
  public static byte[] images(int count, int height, int width) {
    byte[] pixels = new byte[count * height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    return join(header(3, count, height, width), pixels);
  }

  public static byte[] labels(int... labels) {
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      bytes[i] = (byte) labels[i];
    }
    return join(header(1, labels.length), bytes);
  }

  public static byte[] header(int rank, int... dimensions) {
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * dimensions.length);
    header.putInt(0x0800 + rank);
    for (int dimension : dimensions) {
      header.putInt(dimension);
    }
    return header.array();
  }

  public static byte[] join(byte[] first, byte... second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  public static byte[] with(byte[] bytes, int offset, int value) {
    byte[] changed = bytes.clone();
    changed[offset] = (byte) value;
    return changed;
  }

  public static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(stored)) {
      out.write(bytes);
    }
    return stored.toByteArray();
  }
}
