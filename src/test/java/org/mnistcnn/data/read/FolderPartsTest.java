package org.mnistcnn.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.TrainTestData;

/** Which folders are classes, and which are parts of the data set. */
class FolderPartsTest {

  @TempDir private Path temporary;
  private final List<String> notes = new ArrayList<>();

  /** Images of one pixel each, all different. */
  private Path folder(String... files) throws IOException {
    Path root = temporary.resolve("data");
    ImageFolder folder = new ImageFolder(root);
    for (int i = 0; i < files.length; i++) {
      folder.grey(files[i], 2, 2, i);
    }
    return root;
  }

  /** Two classes in each of these folders, of five images each. */
  private Path parts(String... names) throws IOException {
    List<String> files = new ArrayList<>();
    for (String name : names) {
      for (int i = 0; i < 5; i++) {
        files.add("%s/cat/%d.png".formatted(name, i));
        files.add("%s/dog/%d.png".formatted(name, i));
      }
    }
    return folder(files.toArray(String[]::new));
  }

  private TrainTestData read(Path root) throws IOException {
    notes.clear();
    return DatasetReader.read(root, FolderReadOptions.DEFAULT, note -> notes.add(note.toString()));
  }

  private static boolean allBelow(Dataset images, String place) {
    for (int i = 0; i < images.count(); i++) {
      if (!images.name(i).startsWith(place + "/")) {
        return false;
      }
    }
    return images.count() == 10 && images.classNames().equals(List.of("cat", "dog"));
  }

  @ParameterizedTest
  @CsvSource({
    "train,test",
    "training,testing",
    "Train,Test",
    "TRAINING,TEST",
    "training_set,test_set",
    "seg_train/seg_train,seg_test/seg_test",
    "train-images,test-images",
    "trainSet,testSet",
    "train2017,test2017",
    "train/images,test/images",
    "mnist.train,mnist.test",
  })
  void foldersThatBearTheNamesOfSplitsAreThose(String training, String test) throws IOException {
    TrainTestData read = read(parts(training, test));

    assertThat(allBelow(read.training(), training)).isTrue();
    assertThat(allBelow(read.test(), test)).isTrue();
    assertThat(read.validation()).isEmpty();
    assertThat(DatasetReader.hasTestSet(temporary.resolve("data"))).isTrue();
    if (!training.equals("train")) {
      assertThat(notes)
          .containsExactly(
              "%s: by the names of its folders, %s/ is learned from, %s/ tests; rename them if that is wrong"
                  .formatted(temporary.resolve("data"), training, test));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"val", "valid", "Validation", "dev", "seg_val/seg_val", "valid_images"})
  void oneOfThemValidates(String validation) throws IOException {
    TrainTestData read = read(parts("train", validation, "test"));

    assertThat(allBelow(read.validation().orElseThrow(), validation)).isTrue();
    assertThat(allBelow(read.training(), "train")).isTrue();
    assertThat(allBelow(read.test(), "test")).isTrue();
  }

  @Test
  void withoutATestFolderAShareOfTheTrainingImagesTests() throws IOException {
    Path root = parts("train", "val");
    TrainTestData read = read(root);

    assertThat(read.training().count()).isEqualTo(8);
    assertThat(read.test().labels()).containsExactly(0, 1);
    assertThat(read.validation().orElseThrow().count()).isEqualTo(10);
    assertThat(notes)
        .containsExactly(
            root
                + " has no labelled test/ beside train/: 20 % of each class, 2 images, are kept for"
                + " testing; testSplit says how many");
    assertThat(DatasetReader.hasTestSet(root)).isFalse();
    assertThat(DatasetReader.readTest(root).checksum()).isEqualTo(read.test().checksum());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"test/%d.png", "test/unknown/%d.png", "test/test/%d.png", "pred/x/%d.png"})
  void imagesWithoutClassesAreLeftOutAndSaidSo(String pattern) throws IOException {
    Path root = parts("train", "val");
    for (int i = 0; i < 3; i++) {
      new ImageFolder(root).grey(pattern.formatted(i), 2, 2, 99);
    }

    TrainTestData read = read(root);

    assertThat(read.training().count() + read.test().count()).isEqualTo(10);
    assertThat(notes)
        .contains(
            "%s: %s/ holds no folders of classes: it can be predicted, not learned from, and is left out"
                .formatted(root, pattern.substring(0, 4)));
  }

  @Test
  void whatHoldsASingleFolderIsThatFolder() throws IOException {
    Path root = parts("pets/pets");
    TrainTestData read = read(root);

    assertThat(read.training().classNames()).containsExactly("cat", "dog");
    assertThat(notes)
        .contains(
            "%s holds one folder: the classes are those in %s"
                .formatted(root, root.resolve("pets/pets")));
    // The split follows from names below the classes, so it is the same from either folder.
    assertThat(DatasetReader.readTest(root.resolve("pets")).checksum())
        .isEqualTo(read.test().checksum());
    assertThat(read(parts("pets/pets/train", "pets/pets/test")).test().count()).isEqualTo(10);
  }

  @Test
  void aTrainingFolderAloneIsSplit() throws IOException {
    assertThat(read(parts("train")).test().count()).isEqualTo(2);
  }

  @Test
  void aTestFolderAloneTestsButTrainsNothing() throws IOException {
    Path root = parts("Testing");

    assertThat(DatasetReader.readTest(root).count()).isEqualTo(10);
    assertRefused(root, "there is Testing/ but no train/ to learn from");
    assertThatThrownBy(
            () ->
                DatasetReader.readTest(
                    root,
                    FolderReadOptions.DEFAULT.with().testSplit(0.5).build(),
                    List.of(),
                    note -> {}))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("testSplit has no effect on");
  }

  @ParameterizedTest
  @CsvSource({"car,train", "positive_test,negative_test", "steam_train,test_bench", "a,b"})
  void classesMayHaveSuchNames(String one, String other) throws IOException {
    List<String> files = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      files.add("%s/%d.png".formatted(one, i));
      files.add("%s/deep/%d.png".formatted(other, i));
      files.add("%s/%d.png".formatted(other, i));
    }
    if (one.equals("steam_train")) {
      files.add("plane/1.png");
      files.add("plane/2.png");
    }
    assertThat(read(folder(files.toArray(String[]::new))).training().classNames())
        .contains(one, other);
  }

  @Test
  void partsOfUnknownUseAreRefused() throws IOException {
    assertRefused(
        parts("first", "second"),
        "first/, second/ hold folders of the same names (cat, dog), so they are parts of a data set,"
            + " not classes; name them train/, val/ and test/, or name the one to learn from");
  }

  @Test
  void aPartThatIsMissingOrThereTwiceIsRefused() throws IOException {
    Path root = parts("train", "test", "training");
    assertRefused(root, "there must be one folder for each use, but train/ and training/ are both");
    Files.move(root.resolve("training"), root.resolve("holdout"));
    assertRefused(root, "nor for validation (val, ", "), got holdout/; rename or remove it");
    Files.move(root.resolve("test"), temporary.resolve("test"));
    assertRefused(root, "there is train/ but no test/ beside it, only holdout/; add it, or name ");
  }

  @Test
  void partsWithoutClassesAreNoClasses() throws IOException {
    assertRefused(
        folder("train/cat.1.png", "train/dog.1.png", "test/1.png", "test/2.png"),
        "test/, train/ are named as parts of a data set but hold no folders of classes");
  }

  @Test
  void partsBelowClassesAreRefused() throws IOException {
    assertRefused(
        folder("cat/train/1.png", "cat/test/1.png", "dog/train/1.png"),
        "test/ and train/ must be above the classes, not below each of them, as below cat/, dog/");
  }

  @Test
  void aCopyBesideItsClassesIsRefused() throws IOException {
    Path root = parts("flowers");
    folder("cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png");
    assertRefused(
        root, "flowers/ holds folders of the same names as those beside it (cat, dog), so it is a");
  }

  private void assertRefused(Path root, String... parts) {
    assertThatThrownBy(() -> read(root))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(root + ": ")
        .hasMessageContainingAll(parts);
  }
}
