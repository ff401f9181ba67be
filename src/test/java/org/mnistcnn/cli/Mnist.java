package org.mnistcnn.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.data.read.IdxDirectory;

/** Parts of the real MNIST that the repository brings. */
final class Mnist {

  private static final Path DIRECTORY = Path.of("data", "mnist");

  private Mnist() {}

  static Dataset training() throws IOException {
    return DatasetReader.read(DIRECTORY).training();
  }

  static Dataset test() throws IOException {
    return DatasetReader.readTest(DIRECTORY);
  }

  /** Writes a data set of the first images of both sets. */
  static Path excerpt(Path directory, int training, int test) throws IOException {
    Files.createDirectories(directory);
    TrainTestData whole = DatasetReader.read(DIRECTORY);
    write(
        directory,
        whole.training().slice(0, training),
        IdxDirectory.TRAINING_IMAGES,
        IdxDirectory.TRAINING_LABELS);
    write(
        directory, whole.test().slice(0, test), IdxDirectory.TEST_IMAGES, IdxDirectory.TEST_LABELS);
    return directory;
  }

  private static void write(Path directory, Dataset images, String imagesName, String labelsName)
      throws IOException {
    int count = images.count();
    ByteBuffer pixels = images.pixels(0, count);
    byte[] bytes = new byte[pixels.remaining()];
    pixels.get(bytes);
    Files.write(
        directory.resolve(imagesName),
        IdxDirectory.join(IdxDirectory.header(3, count, 28, 28), bytes));
    Files.write(directory.resolve(labelsName), IdxDirectory.labels(images.labels()));
  }
}
