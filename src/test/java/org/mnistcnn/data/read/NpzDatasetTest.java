package org.mnistcnn.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.TrainTestData;

/** Archives that are broken in one place; sound ones of NumPy's are in KerasDataTest. */
class NpzDatasetTest {

  @TempDir private Path temporary;
  private Path file;
  private final Map<String, byte[]> arrays = new TreeMap<>();

  @BeforeEach
  void makeASoundArchive() {
    file = temporary.resolve("data.npz");
    arrays.put("x_train.npy", npy("|u1", "(3, 2, 2)", new byte[12]));
    arrays.put("y_train.npy", npy("|u1", "(3,)", 0, 1, 2));
    arrays.put("x_test.npy", npy("|u1", "(1, 2, 2)", new byte[4]));
    arrays.put("y_test.npy", npy("<i2", "(1, 1)", 2, 0));
  }

  @Test
  void aSoundArchiveIsRead() throws IOException {
    TrainTestData read = DatasetReader.read(write());

    assertThat(read.training().imageShape()).isEqualTo(new ImageShape(2, 2, 1));
    assertThat(read.training().classNames()).containsExactly("0", "1", "2");
    assertThat(read.test().labels()).containsExactly(2);
  }

  @ParameterizedTest
  @CsvSource({"x_val, y_val", "x_valid, y_valid", "x_dev, y_dev", "val_images, val_labels"})
  void imagesToValidateOnAreRead(String images, String labels) throws IOException {
    arrays.put(images + ".npy", npy("|u1", "(2, 2, 2)", new byte[8]));
    arrays.put(labels + ".npy", npy("|u1", "(2,)", 2, 1));

    assertThat(DatasetReader.read(write()).validation().orElseThrow().labels())
        .containsExactly(2, 1);
    arrays.put(labels + ".npy", npy("|u1", "(2,)", 2, 3));
    assertRefused(labels + ": label must be in [0, 2], the classes of the training set, got 3");
    arrays.remove(labels + ".npy");
    assertRefused("there is no array " + labels);
  }

  @Test
  void twoSetsToValidateOnAreRefused() throws IOException {
    arrays.put("x_val.npy", npy("|u1", "(2, 2, 2)", new byte[8]));
    arrays.put("x_dev.npy", npy("|u1", "(2, 2, 2)", new byte[8]));

    assertRefused("there must be one set to validate on, got x_val and x_dev");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <f4 | (3, 2, 2)          | x_train: values must be integers, got type <f4
          O   | (3, 2, 2)          | x_train: values must be integers, got type O
          <u2 | (3, 2, 1)          | x_train: pixels must be of type uint8, 0 to 255, got <u2
          u1  | (12,)              | header must name a simple type
          =u1 | (12,)              | x_train: images must be of shape (count, height, width)
          =u1 | (1, 2, 1, 6)       | channels that come first go last by .transpose(0, 2, 3, 1)
          =u1 | (3, 2, 3)          | x_train: header promises 18 bytes of values, 12 found
          =u1 | (3, 2, 1)          | x_train: header promises 6 bytes of values, more found
          =u1 | (0, 2, 2)          | x_train: shape must be positive in every dimension
          =u1 | (99999, 9999, 999) | takes more than the
          =u1 | (99999999999, 1)   | x_train: every dimension must be at most 2^31-1
          """)
  void imagesOfAnotherFormAreRefused(String type, String shape, String message) throws IOException {
    byte[] array =
        type.equals("u1")
            ? raw("[('a', '|u1')]", shape, new byte[12])
            : npy(type.equals("O") ? "O" : type, shape, new byte[12]);
    arrays.put("x_train.npy", array);

    assertRefused(message);
  }

  @Test
  void anotherNumberOfLabelsIsRefused() throws IOException {
    arrays.put("y_train.npy", npy("|u1", "(2,)", 0, 1));

    assertRefused("x_train holds 3 images but y_train holds 2 labels");
  }

  @Test
  void labelsThatAreNoNumbersOfClassesAreRefused() throws IOException {
    arrays.put("y_train.npy", npy("|i1", "(3,)", 0, 255, 1));
    assertRefused("y_train: label must be in [0, 1000000], got -1 at index 1");
    arrays.put("y_train.npy", npy("|u1", "(3,)", 0, 200, 1));
    assertRefused("y_train: label 200 at index 1 leaves classes 2..199 without images");
    arrays.put("y_train.npy", npy("|u1", "(3, 4)", new byte[12]));
    assertRefused("one-hot labels become such by .argmax(1)");
  }

  @Test
  void aMissingArrayIsNamedWithThoseThatAreThere() throws IOException {
    arrays.remove("y_test.npy");

    assertRefused("there is no array y_test, only x_test, x_train, y_train");
  }

  @Test
  void headersThatPromiseTooMuchAreRefused() throws IOException {
    byte[] array = npy("|u1", "(3, 2, 2)", new byte[12]);
    arrays.put("x_train.npy", IdxDirectory.with(array, 9, 255));
    assertRefused("x_train: header must have at most 10000 bytes, got 65");
    arrays.put("x_train.npy", IdxDirectory.with(array, 6, 9));
    assertRefused("x_train: version of the format must be 1, 2 or 3, got 9");
    arrays.put("x_train.npy", IdxDirectory.with(array, 0, 9));
    assertRefused("x_train: not an array in NumPy's format");
  }

  @Test
  void aDamagedArchiveIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(write());
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> DatasetReader.read(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(file + ": not an intact .npz file, which is a ZIP archive");
  }

  @Test
  void anArchiveThatInflatesToFarMoreThanItPromisesTakesNoMemory() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(npy("|u1", "(3, 2, 2)", new byte[12]));
    bomb.write(new byte[50_000_000]);
    arrays.put("x_train.npy", bomb.toByteArray());

    assertRefused("x_train: header promises 12 bytes of values, more found");
  }

  private void assertRefused(String message) throws IOException {
    Path written = write();
    assertThatThrownBy(() -> DatasetReader.read(written))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  private Path write() throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey()));
        zip.write(array.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  private static byte[] npy(String type, String shape, int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return npy(type, shape, bytes);
  }

  private static byte[] npy(String type, String shape, byte[] values) {
    return raw("'" + type + "'", shape, values);
  }

  private static byte[] raw(String type, String shape, byte[] values) {
    byte[] header =
        "{'descr': %s, 'fortran_order': False, 'shape': %s, }\n"
            .formatted(type, shape)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length, 0};
    return IdxDirectory.join(IdxDirectory.join(start, header), values);
  }
}
