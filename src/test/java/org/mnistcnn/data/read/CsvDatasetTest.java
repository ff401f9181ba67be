package org.mnistcnn.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.TrainTestData;

class CsvDatasetTest {

  private static final String HEADER = "label,pixel0,pixel1,pixel2,pixel3\n";

  @TempDir private Path directory;
  private final List<String> notes = new ArrayList<>();

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private TrainTestData read(Path path) throws IOException {
    return DatasetReader.read(path, FolderReadOptions.DEFAULT, note -> notes.add(note.toString()));
  }

  private static byte[] pixels(Dataset images) {
    ByteBuffer pixels = images.pixels(0, images.count());
    byte[] bytes = new byte[pixels.remaining()];
    pixels.get(bytes);
    return bytes;
  }

  /** Ten images of each of three classes, each with its number as its first pixel. */
  private static String thirty() {
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i < 30; i++) {
      text.append("%d,%d,0,128,255\n".formatted(i % 3, i));
    }
    return text.toString();
  }

  @Test
  void aDirectoryHasATrainingAndATestSet() throws IOException {
    write("train.csv", HEADER + "2,0,1,2,3\n0,4,5,6,255\n");
    write("test.csv", HEADER + "\n1,9,9,9,9\r\n");
    write("sample_submission.csv", "ImageId,Label\n1,0\n");

    TrainTestData read = read(directory);

    assertThat(read.training().imageShape()).isEqualTo(new ImageShape(2, 2, 1));
    assertThat(read.training().classNames()).containsExactly("0", "1", "2");
    assertThat(read.training().labels()).containsExactly(2, 0);
    assertThat(pixels(read.training())).containsExactly(0, 1, 2, 3, 4, 5, 6, 255);
    assertThat(read.test().labels()).containsExactly(1);
    assertThat(DatasetReader.readTest(directory).classNames()).containsExactly("0", "1");
    assertThat(DatasetReader.readTest(directory.resolve("test.csv")).count()).isEqualTo(1);
    assertThat(notes).isEmpty();
  }

  @Test
  void aThirdFileValidates() throws IOException {
    write("mnist_train.csv", "1,0,1,2,3\n0,4,5,6,7\n");
    write("mnist_test.csv", "1,9,9,9,9\n");
    write("mnist_valid.csv", "0,8,8,8,8\n1,7,7,7,7\n");

    assertThat(read(directory).validation().orElseThrow().labels()).containsExactly(0, 1);
    write("mnist_dev.csv", "0,8,8,8,8\n");
    assertThatThrownBy(() -> read(directory))
        .hasMessageContaining("one set to validate on, got mnist_valid.csv and mnist_dev.csv");
  }

  @Test
  void aHeaderMayBeMissingAndTheNamesMayHaveABeginning() throws IOException {
    write("mnist_train.csv", "1,0,1,2,3\n0,4,5,6,7\n");
    write("mnist_test.csv", "\uFEFF\"1\",9,9,9,9\n");

    assertThat(read(directory).training().labels()).containsExactly(1, 0);
    assertThat(read(directory).test().labels()).containsExactly(1);
  }

  @Test
  void aShareOfEachClassOfASingleFileIsKeptForTesting() throws IOException {
    Path file = write("digits.csv", thirty());

    TrainTestData read = read(file);

    assertThat(read.test().labels()).containsExactly(0, 0, 1, 1, 2, 2);
    assertThat(read.training().count()).isEqualTo(24);
    assertThat(notes)
        .containsExactly(
            file
                + " has no test set: 20 % of each class, 6 images, are kept for testing; testSplit says"
                + " how many");
    assertThat(DatasetReader.readTest(file).checksum()).isEqualTo(read.test().checksum());
    for (Dataset part : List.of(read.training(), read.test())) {
      for (int image = 0; image < part.count(); image++) {
        assertThat(part.pixels(image, image + 1).get(0) % 3).isEqualTo(part.label(image));
      }
    }
    FolderReadOptions half =
        new FolderReadOptions(
            FolderReadOptions.DEFAULT.imageSize(),
            OptionalInt.empty(),
            OptionalDouble.of(0.5),
            OptionalLong.of(7),
            false,
            0);
    assertThat(DatasetReader.read(file, half, note -> notes.add(note.toString())).test().count())
        .isEqualTo(15);
  }

  @Test
  void settingsWithoutEffectAreRefused() throws IOException {
    Path file = write("digits.csv", thirty());

    assertThatThrownBy(
            () ->
                DatasetReader.read(
                    file,
                    FolderReadOptions.DEFAULT.or(new ImageShape(2, 2, 1)),
                    note -> notes.add(note.toString())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("imageSize has no effect on CSV files: it belongs to a folder of images");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0,1,2,3,256; line 1: pixel3 must be an integer in [0, 255], got '\"256\"'",
        "0,1,2,3,0.5; line 1: pixel3 must be an integer in [0, 255], got '\"0.5\"'",
        "0,1,,3,4; line 1: pixel1 must be an integer in [0, 255], got '\"\"'",
        "0,1,2,3; line 1: a label and the pixels of a square image are needed, such as 1 + 784"
            + " values, got 4",
        "'0,1,2,3,4\n-1,1,2,3,4'; line 2: label must be an integer in [0, 65535], got '\"-1\"'",
        "'0,1,2,3,4\n70000,1,2,3,4'; line 2: label must be an integer in [0, 65535], got"
            + " '\"70000\"'",
        "'0,1,2,3,4\n0,1,2,3'; line 2: 5 columns need as many values, got 4",
        "'pixel0,pixel1,pixel2,pixel3\n1,2,3,4'; 'line 1: the first column must be label,"
            + " got \"pixel0\"; images without labels can neither train nor test'",
      })
  void aBrokenLineIsNamed(String text, String problem) throws IOException {
    Path file = write("digits.csv", text);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(file + ", " + problem.replace("'", ""));
  }

  @Test
  void whatIsNoDataSetSaysWhy() throws IOException {
    assertRefused(write("empty.csv", HEADER), ": there is no image in it");
    assertRefused(write("one.csv", "0,1\n"), ": there is no image left to test with; add images");
    assertRefused(
        write("gap.csv", "0,1\n200,1\n"),
        ": label 200 at index 1 leaves classes 1..199 without images; number the classes 0, 1, 2,"
            + " ... without gaps");
    Files.write(directory.resolve("latin.csv"), "0,1\n1,é\n".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(
        directory.resolve("latin.csv"),
        ", line 2: pixel0 must be an integer in [0, 255], got \"\uFFFD\"");
    assertRefused(
        write("test.csv", "0,1\n"),
        ": a test set by its name; give the directory it is in, or a file to train on");
    write("a_train.csv", "0,1\n");
    assertRefused(
        directory,
        ": there is a_train.csv but no a_test.csv; add it, or name %s for a split to be made"
            .formatted(directory.resolve("a_train.csv")));
    write("train.csv", "0,1\n");
    assertRefused(
        directory,
        ": there must be one training set, got a_train.csv and train.csv; put each into a"
            + " directory of its own");
  }

  private void assertRefused(Path path, String problem) {
    assertThatThrownBy(() -> read(path))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(path + problem);
  }
}
