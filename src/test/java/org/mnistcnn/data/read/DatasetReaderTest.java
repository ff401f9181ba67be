package org.mnistcnn.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mnistcnn.data.read.IdxDirectory.TEST_IMAGES;
import static org.mnistcnn.data.read.IdxDirectory.TEST_LABELS;
import static org.mnistcnn.data.read.IdxDirectory.TRAINING_IMAGES;
import static org.mnistcnn.data.read.IdxDirectory.TRAINING_LABELS;
import static org.mnistcnn.data.read.IdxDirectory.gzip;
import static org.mnistcnn.data.read.IdxDirectory.images;
import static org.mnistcnn.data.read.IdxDirectory.labels;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.TrainTestData;

class DatasetReaderTest {

  @TempDir private Path temporary;
  private IdxDirectory directory;

  @BeforeEach
  void writeASoundDataSet() throws IOException {
    directory = IdxDirectory.sound(temporary);
  }

  @Test
  void imagesOfAnyShapeAreReadRowByRow() throws IOException {
    TrainTestData read = DatasetReader.read(directory.path());

    assertThat(read.training().imageShape()).isEqualTo(new ImageShape(2, 3, 1));
    assertThat(read.training().labels()).containsExactly(0, 1, 2);
    assertThat(read.test().labels()).containsExactly(2, 1);
    assertThat(read.training().pixels(1, 2).get(0)).isEqualTo((byte) 6);
    assertThat(read.training().pixels(1, 2).get(5)).isEqualTo((byte) 11);
  }

  @Test
  void aNameMayHaveADotForItsSecondHyphen() throws IOException {
    directory
        .delete(TRAINING_IMAGES)
        .write("train-images.idx3-ubyte", images(3, 2, 3))
        .delete(TEST_LABELS)
        .write("t10k-labels.idx1-ubyte.gz", gzip(labels(1, 0)));

    assertThat(DatasetReader.read(directory.path()).test().labels()).containsExactly(1, 0);
  }

  @Test
  void thePlainFileIsReadWhereBothAreThere() throws IOException {
    directory.write(TEST_LABELS + ".gz", gzip(labels(0, 0)));

    assertThat(DatasetReader.readTest(directory.path()).labels()).containsExactly(2, 1);
  }

  @Test
  void theTestSetCanBeReadWithoutATrainingSet() throws IOException {
    directory.delete(TRAINING_IMAGES).delete(TRAINING_LABELS);

    assertThat(DatasetReader.readTest(directory.path()).count()).isEqualTo(2);
  }

  @Test
  void moreThanTenClassesAreNamedUpToTheLargestLabel() throws IOException {
    directory
        .write(TRAINING_IMAGES, images(26, 2, 3))
        .write(TRAINING_LABELS, labels(IntStream.rangeClosed(1, 26).toArray()));

    assertThat(DatasetReader.read(directory.path()).training().classNames())
        .hasSize(27)
        .endsWith("26");
  }

  @Test
  void aMissingDirectorySaysWhatIsExpected() {
    assertThatThrownBy(() -> DatasetReader.read(temporary.resolve("nowhere")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(
            temporary.resolve("nowhere")
                + ": no such file or directory; expected a directory of IDX files named as MNIST's"
                + " (train-images-idx3-ubyte and others, plain or with .gz), an .npz file with"
                + " x_train, y_train, x_test and y_test, a folder with a folder of images for each"
                + " class, or CSV files of lines label,pixel0,pixel1,... (one alone, or train.csv"
                + " beside test.csv)");
  }

  @Test
  void aFileOfAnotherKindIsRefused() {
    assertThatThrownBy(() -> DatasetReader.readTest(temporary.resolve(TEST_IMAGES)))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("not a data set; expected a directory of IDX files");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    directory.delete(TEST_LABELS);

    assertThatThrownBy(() -> DatasetReader.read(directory.path()))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(
            temporary.resolve(TEST_LABELS) + ": no such file, nor one of this name with .gz");
  }

  @Test
  void moreImagesThanLabelsAreRefused() throws IOException {
    directory.write(TRAINING_LABELS, labels(0, 1));

    assertRefused(
        "train-images-idx3-ubyte holds 3 images but train-labels-idx1-ubyte holds 2 labels: the"
            + " two must be equal in number");
  }

  @Test
  void testImagesOfAnotherShapeAreRefused() throws IOException {
    directory.write(TEST_IMAGES, images(2, 3, 2));

    assertRefused(
        "train-images-idx3-ubyte holds images of shape (2, 3, 1) but t10k-images-idx3-ubyte of"
            + " shape (3, 2, 1): the two must be equal");
  }

  @Test
  void aTestLabelThatTrainingHasNotIsRefused() throws IOException {
    directory.write(TEST_LABELS, labels(2, 3));

    assertRefused(
        "t10k-labels-idx1-ubyte: label must be in [0, 2], the classes of the training set, got 3"
            + " at index 1");
  }

  @Test
  void aLabelFarAboveTheOthersIsRefused() throws IOException {
    directory
        .write(TRAINING_IMAGES, images(12, 2, 3))
        .write(TRAINING_LABELS, labels(0, 1, 2, 3, 4, 200, 5, 6, 7, 8, 9, 10));

    assertRefused(
        "train-labels-idx1-ubyte: label 200 at index 5 leaves classes 11..199 without images;"
            + " number the classes 0, 1, 2, ... without gaps");
  }

  @Test
  void fewerThanTenClassesAreAsManyAsThereAre() throws IOException {
    assertThat(DatasetReader.read(directory.path()).test().classNames())
        .containsExactly("0", "1", "2");
  }

  @Test
  void aTestSetForAModelHasTheModelsClasses() throws IOException {
    assertThat(readTest(List.of("a", "b", "c", "d")).classNames())
        .containsExactly("a", "b", "c", "d");
    assertThatThrownBy(() -> readTest(List.of("a", "b")))
        .hasMessage(
            TEST_LABELS + ": label must be in [0, 1], the classes of the model, got 2 at index 0");
  }

  private Dataset readTest(List<String> classNames) throws IOException {
    return DatasetReader.readTest(
        directory.path(), FolderReadOptions.DEFAULT, classNames, note -> {});
  }

  @Test
  void whatBelongsToAFolderOfImagesHasNoEffectOnIdxFiles() {
    assertThatThrownBy(
            () ->
                DatasetReader.read(
                    directory.path(),
                    FolderReadOptions.DEFAULT.or(new ImageShape(2, 3, 1)),
                    note -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("imageSize has no effect on IDX files: it belongs to a folder of images");
  }

  @Test
  void digitsNeedNotAllBeThere() throws IOException {
    directory.write(TRAINING_LABELS, labels(1, 9, 3));

    assertThat(DatasetReader.read(directory.path()).training().classNames()).hasSize(10);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> DatasetReader.read(directory.path()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }
}
