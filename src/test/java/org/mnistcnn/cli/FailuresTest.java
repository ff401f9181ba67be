package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.mnistcnn.data.read.IdxDirectory.TEST_LABELS;
import static org.mnistcnn.data.read.IdxDirectory.TRAINING_IMAGES;
import static org.mnistcnn.data.read.IdxDirectory.TRAINING_LABELS;
import static org.mnistcnn.data.read.IdxDirectory.gzip;
import static org.mnistcnn.data.read.IdxDirectory.header;
import static org.mnistcnn.data.read.IdxDirectory.images;
import static org.mnistcnn.data.read.IdxDirectory.join;
import static org.mnistcnn.data.read.IdxDirectory.labels;
import static org.mnistcnn.data.read.IdxDirectory.with;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mnistcnn.data.read.IdxDirectory;

/** How damaged data ends: one line, exit code 1, and nothing written. */
final class FailuresTest {

  @TempDir Path data;
  @TempDir Path outputs;
  private IdxDirectory files;

  @BeforeEach
  void writeASoundDataSet() throws IOException {
    files = IdxDirectory.sound(data);
  }

  private static List<Arguments> damage() throws IOException {
    byte[] images = images(3, 2, 3);
    byte[] gzipped = gzip(images);
    return List.of(
        arguments(
            "wrong magic",
            TRAINING_IMAGES,
            with(images, 0, 1),
            "bytes 0 and 1 of an IDX file must be 0x00 0x00, got 0x01 0x00"),
        arguments(
            "wrong type",
            TRAINING_IMAGES,
            with(images, 2, 0x0d),
            "byte 2, the type, must be 0x08 (unsigned byte), got 0x0d"),
        arguments(
            "labels for images",
            TRAINING_IMAGES,
            labels(0, 1, 2),
            "an IDX header of 3 dimensions has 16 bytes, 11 found"),
        arguments(
            "truncated",
            TRAINING_IMAGES,
            Arrays.copyOf(images, 30),
            "header promises 34 bytes, 30 found"),
        arguments(
            "too long",
            TRAINING_IMAGES,
            join(images, (byte) 0),
            "header promises 34 bytes, at least 35 found"),
        arguments(
            "2^31 images",
            TRAINING_IMAGES,
            header(3, 1 << 31, 28, 28),
            "header promises 2147483648 x 28 x 28 values, more than the 2147483639 that can be"
                + " read"),
        arguments(
            "counts that differ",
            TRAINING_LABELS,
            labels(0, 1),
            "train-images-idx3-ubyte holds 3 images but train-labels-idx1-ubyte holds 2 labels:"
                + " the two must be equal in number"),
        arguments(
            "label outside the classes",
            TEST_LABELS,
            labels(0, 3),
            "label must be in [0, 2], the classes of the training set, got 3 at index 1"),
        arguments(
            "damaged gzip",
            TRAINING_IMAGES + ".gz",
            with(gzipped, gzipped.length - 8, gzipped[gzipped.length - 8] ^ 1),
            "not an intact gzip file: "));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damage")
  void damagedDataIsRefused(String kind, String file, byte[] bytes, String message)
      throws IOException {
    if (file.endsWith(".gz")) {
      files.delete(file.replace(".gz", ""));
    }
    files.write(file, bytes);

    train(data).failedWith(1, file, message);
    assertThat(outputs).isEmptyDirectory();
  }

  @Test
  void aMissingDirectoryIsSaidOnce() {
    Path missing = data.resolve("missing");

    train(missing)
        .failed(
            1,
            missing
                + ": no such file or directory; expected a directory of IDX files named as MNIST's"
                + " (train-images-idx3-ubyte and others, plain or with .gz), an .npz file with x_train,"
                + " y_train, x_test and y_test, a folder with a folder of images for each class, or CSV"
                + " files of lines label,pixel0,pixel1,... (one alone, or train.csv beside"
                + " test.csv)");
    assertThat(outputs).isEmptyDirectory();
  }

  @Test
  void aMissingFileIsSaidOnce() throws IOException {
    files.delete(TEST_LABELS);

    train(data)
        .failed(1, data.resolve(TEST_LABELS) + ": no such file, nor one of this name with .gz");
    assertThat(outputs).isEmptyDirectory();
  }

  @Test
  void onlyVerboseShowsTheStackTrace() {
    Path missing = data.resolve("missing");

    Run run = train(missing, "--verbose");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().get(0))
        .startsWith("mnist-cnn: " + missing + ": no such file or directory;");
    assertThat(run.err()).anyMatch(line -> line.startsWith("\tat org.mnistcnn.data."));
  }

  private Run train(Path from, String... options) {
    String[] arguments = {"train", "--data", from.toString(), "--output-dir", outputs.toString()};
    String[] all = Arrays.copyOf(arguments, arguments.length + options.length);
    System.arraycopy(options, 0, all, arguments.length, options.length);
    return Run.of(all);
  }

  @Test
  void tooLittleMemoryIsOneLineWithAWayOut() {
    StringWriter err = new StringWriter();

    int exitCode =
        Failures.outOfMemory(
            new OutOfMemoryError("Java heap space"), new PrintWriter(err), 600L << 20);

    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "mnist-cnn: more memory is needed than Java may take, 600 MB (Java heap space); give it"
                + " more, such as MNIST_CNN_JAVA_OPTS=-Xmx1200m");
  }
}
