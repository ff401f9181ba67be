package org.mnistcnn.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.TrainTestData;

/** The real data set that the repository brings. */
class MnistTest {

  private static final Path MNIST = Path.of("data", "mnist");

  @ParameterizedTest
  @ValueSource(
      strings = {
        IdxDirectory.TRAINING_IMAGES,
        IdxDirectory.TRAINING_LABELS,
        IdxDirectory.TEST_IMAGES,
        IdxDirectory.TEST_LABELS
      })
  void theReadmeNamesTheSha256OfEachUncompressedFile(String name)
      throws IOException, NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(uncompressed(name));

    assertThat(Files.readAllLines(MNIST.resolve("README.md")))
        .filteredOn(line -> line.startsWith("| `" + name + ".gz` |"))
        .singleElement()
        .asString()
        .endsWith("| `" + HexFormat.of().formatHex(digest) + "` |");
  }

  @Test
  void theTrainingSetHolds60000ImagesAndTheTestSet10000() throws IOException {
    TrainTestData mnist = DatasetReader.read(MNIST);

    assertThat(mnist.training().count()).isEqualTo(60_000);
    assertThat(mnist.test().count()).isEqualTo(10_000);
    assertThat(mnist.training().imageShape()).isEqualTo(new ImageShape(28, 28, 1));
    assertThat(mnist.test().imageShape()).isEqualTo(new ImageShape(28, 28, 1));
    assertThat(mnist.training().classNames())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
        .isEqualTo(mnist.test().classNames());
  }

  @Test
  void theFirstLabelsAreThoseThatEveryTutorialShows() throws IOException {
    TrainTestData mnist = DatasetReader.read(MNIST);

    assertThat(mnist.training().labels()).startsWith(5, 0, 4, 1, 9);
    assertThat(mnist.test().labels()).startsWith(7, 2, 1, 0, 4);
  }

  @Test
  void theTestSetAloneIsTheSameAsTheTestSetOfBoth() throws IOException {
    Dataset test = DatasetReader.readTest(MNIST);

    assertThat(test.labels()).isEqualTo(DatasetReader.read(MNIST).test().labels());
    assertThat(test.classNames()).hasSize(10);
  }

  @Test
  void plainFilesReadAsTheGzippedOnes(@TempDir Path directory) throws IOException {
    List<String> names = List.of(IdxDirectory.TEST_IMAGES, IdxDirectory.TEST_LABELS);
    for (String name : names) {
      Files.write(directory.resolve(name), uncompressed(name));
    }

    Dataset plain = DatasetReader.readTest(directory);

    Dataset gzipped = DatasetReader.readTest(MNIST);
    assertThat(plain.labels()).isEqualTo(gzipped.labels());
    assertThat(plain.pixels(0, plain.count())).isEqualTo(gzipped.pixels(0, gzipped.count()));
  }

  private static byte[] uncompressed(String name) throws IOException {
    try (InputStream stored = Files.newInputStream(MNIST.resolve(name + ".gz"));
        InputStream in = new GZIPInputStream(stored)) {
      return in.readAllBytes();
    }
  }
}
