package org.mnistcnn.data.read;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.common.InvalidDataException;

/** Files that are not what their header says, seen through the reader of a whole data set. */
class IdxFileTest {

  @TempDir private Path temporary;
  private IdxDirectory directory;

  @BeforeEach
  void writeASoundDataSet() throws IOException {
    directory = IdxDirectory.sound(temporary);
  }

  @Test
  void aTruncatedFileSaysHowManyBytesAreMissing() throws IOException {
    directory.write(TRAINING_IMAGES, Arrays.copyOf(images(3, 2, 3), 20));

    assertRefused("train-images-idx3-ubyte: header promises 34 bytes, 20 found");
  }

  @Test
  void aTruncatedFileOfFullSizeInsideIntactGzipSaysHowManyBytesAreMissing() throws IOException {
    directory
        .delete(TRAINING_IMAGES)
        .write(TRAINING_IMAGES + ".gz", gzip(Arrays.copyOf(header(3, 60_000, 28, 28), 1024)));

    assertRefused("train-images-idx3-ubyte.gz: header promises 47040016 bytes, 1024 found");
  }

  @Test
  void aGzipFileCutOffInTheMiddleSaysHowManyBytesCameOut() throws IOException {
    byte[] whole = gzip(join(header(3, 1000, 28, 28), randomBytes(1000 * 28 * 28)));
    directory
        .delete(TRAINING_IMAGES)
        .write(TRAINING_IMAGES + ".gz", Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> DatasetReader.read(directory.path()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageMatching(
            "train-images-idx3-ubyte\\.gz: header promises 784016 bytes, [1-9]\\d{5} found");
  }

  @Test
  void aFileCutOffWithinItsHeaderIsRefused() throws IOException {
    directory.write(TRAINING_IMAGES, Arrays.copyOf(images(3, 2, 3), 10));

    assertRefused("train-images-idx3-ubyte: an IDX header of 3 dimensions has 16 bytes, 10 found");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    directory.write(TRAINING_LABELS, new byte[0]);

    assertRefused("train-labels-idx1-ubyte: an IDX header of 1 dimensions has 8 bytes, 0 found");
  }

  @Test
  void oneByteTooManyIsRefused() throws IOException {
    directory.write(TRAINING_LABELS, join(labels(0, 1, 2), (byte) 0));

    assertRefused("train-labels-idx1-ubyte: header promises 11 bytes, at least 12 found");
  }

  @Test
  void aGzipFileThatIsTooLongSinceItIsDamagedIsSaidToBeDamaged() throws IOException {
    byte[] stored = gzip(join(images(3, 2, 3), new byte[50]));
    directory
        .delete(TRAINING_IMAGES)
        .write(
            TRAINING_IMAGES + ".gz",
            with(stored, stored.length - 8, stored[stored.length - 8] + 1));

    assertRefused("train-images-idx3-ubyte.gz: not an intact gzip file: Corrupt GZIP trailer");
  }

  @Test
  void aGzipFileThatGoesOnAndOnIsNotReadToItsEnd() throws IOException {
    directory
        .delete(TEST_LABELS)
        .write(TEST_LABELS + ".gz", gzip(join(labels(1, 0), new byte[10_000_000])));

    assertRefused("t10k-labels-idx1-ubyte.gz: header promises 10 bytes, at least 11 found");
  }

  @Test
  void aHeaderThatPromisesMoreThanAnArrayHoldsIsRefused() throws IOException {
    directory.write(TRAINING_IMAGES, header(3, 1 << 31, 28, 28));

    assertRefused(
        "train-images-idx3-ubyte: header promises 2147483648 x 28 x 28 values, more than the"
            + " 2147483639 that can be read");
  }

  @Test
  void aHeaderWhoseProductOverflowsIsRefused() throws IOException {
    directory.write(TRAINING_IMAGES, header(3, 1 << 16, 1 << 16, 1 << 16));

    assertRefused(
        "train-images-idx3-ubyte: header promises 65536 x 65536 x 65536 values, more than the"
            + " 2147483639 that can be read");
  }

  @Test
  void aPromiseOfTwoGigabytesTakesNoMemory() throws IOException {
    directory.write(TRAINING_LABELS, header(1, 2_147_483_639));

    assertRefused("train-labels-idx1-ubyte: header promises 2147483647 bytes, 8 found");
  }

  @Test
  void aWrongMagicNumberIsRefused() throws IOException {
    directory.write(TRAINING_IMAGES, with(images(3, 2, 3), 1, 0xab));

    assertRefused(
        "train-images-idx3-ubyte: bytes 0 and 1 of an IDX file must be 0x00 0x00, got 0x00 0xab");
  }

  @Test
  void aGzippedFileNamedAsPlainSaysSo() throws IOException {
    directory.write(TRAINING_IMAGES, gzip(images(3, 2, 3)));

    assertRefused(
        "train-images-idx3-ubyte: bytes 0 and 1 of an IDX file must be 0x00 0x00, got 0x1f 0x8b;"
            + " it is gzipped, so its name must end in .gz");
  }

  @Test
  void valuesOtherThanUnsignedBytesAreRefused() throws IOException {
    directory.write(TRAINING_IMAGES, with(images(3, 2, 3), 2, 0x0d));

    assertRefused(
        "train-images-idx3-ubyte: byte 2, the type, must be 0x08 (unsigned byte), got 0x0d");
  }

  @Test
  void labelsNamedAsImagesAreRefused() throws IOException {
    directory.write(TRAINING_IMAGES, labels(0, 1, 2, 0, 1, 2, 0, 1));

    assertRefused("train-images-idx3-ubyte: byte 3, the number of dimensions, must be 3, got 1");
  }

  @Test
  void noImagesAreRefused() throws IOException {
    directory.write(TRAINING_IMAGES, images(0, 2, 3));

    assertRefused("train-images-idx3-ubyte: the count at byte 4 must be positive, got 0");
  }

  @Test
  void imagesWithoutWidthAreRefused() throws IOException {
    directory.write(TRAINING_IMAGES, images(3, 2, 0));

    assertRefused("train-images-idx3-ubyte: the width at byte 12 must be positive, got 0");
  }

  @Test
  void aFileThatIsNoGzipInSpiteOfItsNameIsRefused() throws IOException {
    directory.delete(TRAINING_IMAGES).write(TRAINING_IMAGES + ".gz", images(3, 2, 3));

    assertRefused("train-images-idx3-ubyte.gz: not an intact gzip file: Not in GZIP format");
  }

  @Test
  void aWrongGzipChecksumIsRefused() throws IOException {
    byte[] stored = gzip(images(3, 2, 3));
    directory
        .delete(TRAINING_IMAGES)
        .write(
            TRAINING_IMAGES + ".gz",
            with(stored, stored.length - 8, stored[stored.length - 8] + 1));

    assertRefused("train-images-idx3-ubyte.gz: not an intact gzip file: Corrupt GZIP trailer");
  }

  @Test
  void aGzipFileWithoutItsChecksumIsRefused() throws IOException {
    byte[] stored = gzip(images(3, 2, 3));
    directory
        .delete(TRAINING_IMAGES)
        .write(TRAINING_IMAGES + ".gz", Arrays.copyOf(stored, stored.length - 8));

    assertRefused(
        "train-images-idx3-ubyte.gz: not an intact gzip file: it ends within its own header or"
            + " checksum");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> DatasetReader.read(directory.path()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  private static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
