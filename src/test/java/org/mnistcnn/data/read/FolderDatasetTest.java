package org.mnistcnn.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.Split;
import org.mnistcnn.data.TrainTestData;

class FolderDatasetTest {

  private static final FolderReadOptions STREAMED = readOptions(0, false);

  @TempDir private Path temporary;
  private ImageFolder folder;
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void writeASoundFolder() throws IOException {
    folder = new ImageFolder(temporary.resolve("shapes")).threeClasses(10);
  }

  private static FolderReadOptions readOptions(long mostBytes, boolean skipBad) {
    return FolderReadOptions.DEFAULT.with().skipBad(skipBad).mostBytes(mostBytes).build();
  }

  private TrainTestData read(FolderReadOptions readOptions) throws IOException {
    return DatasetReader.read(folder.path(), readOptions, note -> notes.add(note.toString()));
  }

  @Test
  void aFifthOfEachClassIsKeptForTesting() throws IOException {
    TrainTestData read = read(FolderReadOptions.DEFAULT);

    assertThat(read.training().classNames()).containsExactly("blue", "green", "red");
    assertThat(read.training().imageShape()).isEqualTo(new ImageShape(4, 6, 3));
    assertThat(read.test().labels()).containsExactly(0, 0, 1, 1, 2, 2);
    assertThat(read.training().count()).isEqualTo(24);
    assertThat(notes)
        .containsExactly(
            folder.path()
                + " has no train/ and test/: 20 % of each class, 6 images, are kept for testing"
                + "; testSplit says how many");
  }

  @Test
  void theLastFifthOfTheTrainingSetHasEachClassInItsShare() throws IOException {
    Split split = Split.last(read(FolderReadOptions.DEFAULT).training(), 0.25);

    int[] validation = split.validation().labels();
    for (int label = 0; label < 3; label++) {
      int wanted = label;
      assertThat(Arrays.stream(validation).filter(found -> found == wanted).count()).isEqualTo(2);
    }
  }

  @Test
  void imagesThatStayInTheirFilesAreTheSame() throws IOException {
    TrainTestData kept = read(FolderReadOptions.DEFAULT);
    TrainTestData streamed = read(STREAMED);

    assertThat(kept.training().inMemory()).isTrue();
    assertThat(streamed.training().inMemory()).isFalse();
    assertThat(notes).anyMatch(note -> note.startsWith("decoded images take 0 MB, and 0 MB may"));
    assertThat(streamed.training().pixels(3, 20)).isEqualTo(kept.training().pixels(3, 20));
    assertThat(streamed.training().checksum()).isEqualTo(kept.training().checksum());
    byte[] some = new byte[2 * 72];
    streamed.training().slice(5, 9).read(new int[] {3, 0}, some);
    byte[] same = new byte[2 * 72];
    kept.training().read(new int[] {8, 5}, same);
    assertThat(some).isEqualTo(same);
  }

  @Test
  void aFileThatChangesMeanwhileIsAnError() throws IOException {
    Dataset training = read(STREAMED).training();
    folder.image(training.name(0), 6, 4, 0x123456);

    assertThatThrownBy(() -> training.pixels(0, 1))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("changed since the data set was read");
  }

  @Test
  void theSplitDependsOnNamesAndSeedAlone() throws IOException {
    Path copy = temporary.resolve("copy");
    new ImageFolder(copy).threeClasses(10);
    Dataset test = read(FolderReadOptions.DEFAULT).test();
    FolderReadOptions other = FolderReadOptions.DEFAULT.with().splitSeed(2).mostBytes(0).build();

    assertThat(DatasetReader.readTest(copy).checksum()).isEqualTo(test.checksum());
    assertThat(read(other).test().checksum()).isNotEqualTo(test.checksum());
  }

  @Test
  void trainAndTestFoldersAreTakenAsTheyAre() throws IOException {
    folder = new ImageFolder(temporary.resolve("split"));
    folder.grey("train/cat/1.png", 3, 3, 10).grey("train/dog/1.png", 3, 3, 20);
    folder.grey("train/dog/.hidden.png", 9, 9, 20).text("train/dog/Thumbs.db", "");
    folder.grey("test/dog/1.png", 3, 3, 30).text("test/dog/list.csv", "");

    TrainTestData read = read(FolderReadOptions.DEFAULT);

    assertThat(read.training().count()).isEqualTo(2);
    assertThat(read.test().labels()).containsExactly(1);
    assertThat(read.test().imageShape().channels()).isEqualTo(1);
    assertThat(notes).containsExactly("left out, no images by name: 1 csv");
    folder.grey("test/bird/1.png", 3, 3, 30);
    assertRefused("folder bird is none of the classes cat, dog; rename or remove it");
  }

  @Test
  void aTestSetForAModelHasTheModelsClasses() throws IOException {
    List<String> names = List.of("red", "yellow", "green", "blue");

    Dataset test =
        DatasetReader.readTest(
            folder.path(), FolderReadOptions.DEFAULT, names, note -> notes.add(note.toString()));

    assertThat(test.classNames()).isEqualTo(names);
    assertThat(test.labels()).containsExactly(3, 3, 2, 2, 0, 0);
    assertThat(
            DatasetReader.readTest(
                    folder.path(),
                    FolderReadOptions.DEFAULT,
                    List.of("0", "1", "2"),
                    note -> notes.add(note.toString()))
                .classNames())
        .containsExactly("blue", "green", "red");
  }

  @Test
  void imagesOfDifferentFormsNeedAWord() throws IOException {
    folder.image("red/zz.png", 5, 5, 0xff0000);
    assertRefused(
        "images must have one size, got 2 sizes: 6x4 (30, such as ",
        "), 5x5 (1, such as red/zz.png); give the size to make them by imageSize, such as"
            + " imageSize 6x4");
    folder.grey("red/zz.png", 6, 4, 10);
    assertRefused(
        "got 1 grey (such as red/zz.png) and 30 in colour",
        "give channels 1 to make them grey, channels 3 to keep the colours");

    assertThat(read(FolderReadOptions.DEFAULT.or(new ImageShape(2, 2, 1))).training().imageShape())
        .isEqualTo(new ImageShape(2, 2, 1));
  }

  @Test
  void filesThatCannotBeReadAreLeftOutOnlyOnDemand() throws IOException {
    folder.text("red/bad.jpg", "no image");
    Path outside = temporary.resolve("outside.png");
    Files.copy(folder.path().resolve("red/00.png"), outside);
    Files.createSymbolicLink(folder.path().resolve("red/link.png"), outside);
    Files.createSymbolicLink(folder.path().resolve("red/loop"), folder.path().resolve("red"));

    assertRefused(
        "3 of 33 images can't be read: ",
        "red/link.png: a link that leads out of the data set; copy what it leads to",
        "red/loop: a link that leads back to where it is",
        "red/bad.jpg: not an image that can be read",
        "mend or remove them, or leave them out by skipBad");
    notes.clear();
    TrainTestData kept = read(readOptions(1_000_000, true));
    assertThat(kept.training().count() + kept.test().count()).isEqualTo(30);
    assertThat(notes).contains(folder.path() + ": 3 of 33 images are left out:");
    DatasetSummary summary =
        DatasetReader.summary(
            folder.path(), FolderReadOptions.DEFAULT, note -> notes.add(note.toString()));
    assertThat(summary.unreadable()).hasSize(3);
    TrainTestData streamed = read(readOptions(0, true));
    for (TrainTestData same : List.of(summary.data(), streamed)) {
      assertThat(same.training().checksum()).isEqualTo(kept.training().checksum());
      assertThat(same.test().pixels(0, 5)).isEqualTo(kept.test().pixels(0, 5));
    }
  }

  @Test
  void aClassWithoutAnImageIsRefused() throws IOException {
    Files.createDirectories(folder.path().resolve("violet"));

    assertRefused(
        "each class needs an image to learn from, there is none of violet; add some, or remove its"
            + " folder");
  }

  @Test
  void oneImageAClassLeavesNothingToTestWith() throws IOException {
    folder = new ImageFolder(temporary.resolve("few")).threeClasses(1);

    assertRefused("there is no image left to test with");
  }

  @Test
  void whatIsNoDataSetSaysWhatIsExpected() throws IOException {
    folder = new ImageFolder(temporary.resolve("lone")).image("cat/1.png", 3, 3, 1);
    assertRefused("a data set needs two classes or more, found only cat");
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> read(FolderReadOptions.DEFAULT))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(folder.path() + ": ")
        .hasMessageContainingAll(parts);
  }

  /** 60 images of 768 KB each, read twice in a Java that has 32 MB. */
  @Test
  void aFolderLargerThanMemoryIsRead() throws IOException, InterruptedException {
    folder = new ImageFolder(temporary.resolve("large"));
    for (int i = 0; i < 30; i++) {
      folder
          .image("a/%d.png".formatted(i), 512, 512, i)
          .image("b/%d.png".formatted(i), 512, 512, ~i);
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                ReadInBatches.class.getName(),
                folder.path().toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output.strip()).isEqualTo("48 images, %d bytes".formatted(48 * 512 * 512 * 3));
  }

  /** What the Java with little memory runs. */
  static final class ReadInBatches {

    private static final int BATCH = 4;

    private ReadInBatches() {}

    public static void main(String[] arguments) throws IOException {
      Dataset training = DatasetReader.read(Path.of(arguments[0])).training();
      long bytes = 0;
      for (int first = 0; first < training.count(); first += BATCH) {
        bytes += training.pixels(first, first + BATCH).remaining();
      }
      System.out.printf("%d images, %d bytes%n", training.count(), bytes);
    }
  }
}
