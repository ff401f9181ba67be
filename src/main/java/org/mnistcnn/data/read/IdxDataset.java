package org.mnistcnn.data.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mnistcnn.common.SettingText;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.TrainTestData;

/**
 * Reads a directory of IDX files that are named as those of the MNIST database, and checks every
 * byte that has a meaning: Fashion-MNIST, KMNIST and EMNIST come in the same form.
 *
 * <p>The files are {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code
 * t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}; each may be gzipped, with {@code .gz}
 * added to its name, and may have a dot for its second hyphen ({@code train-images.idx3-ubyte}). Of
 * several forms of one file the plain one is read before the gzipped one, and the hyphen before the
 * dot.
 *
 * <p>Classes are named by their number: "0" to the largest label.
 */
final class IdxDataset implements DatasetFormat {

  private static final String TRAINING = "train";
  private static final String TEST = "t10k";

  @Override
  public String name() {
    return "IDX files";
  }

  @Override
  public String expected() {
    return "a directory of IDX files named as MNIST's (train-images-idx3-ubyte and others, plain or"
        + " with .gz)";
  }

  /** Whether a directory has a file that is named as one of these, if only one. */
  @Override
  public boolean recognises(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.anyMatch(
          file -> file.getFileName().toString().matches(".+-(images|labels)[-.]idx[13]-ubyte.*"));
    }
  }

  @Override
  public boolean hasImageFiles() {
    return false;
  }

  @Override
  public boolean hasTestSet(Path directory) {
    return true;
  }

  @Override
  public TrainTestData read(
      Path directory, FolderReadOptions readOptions, Consumer<SettingText> notes)
      throws IOException {
    SourceFiles trainingFiles = SourceFiles.find(directory, TRAINING);
    SourceFiles testFiles = SourceFiles.find(directory, TEST);
    return LabelledImages.trainTest(trainingFiles.read(), testFiles.read());
  }

  @Override
  public Dataset readTest(
      Path directory,
      FolderReadOptions readOptions,
      List<String> classNames,
      Consumer<SettingText> notes)
      throws IOException {
    return SourceFiles.find(directory, TEST).read().test(classNames);
  }

  private static String imagesName(String set) {
    return set + "-images-idx3-ubyte";
  }

  private static String labelsName(String set) {
    return set + "-labels-idx1-ubyte";
  }

  /** Where the two files of one set are: found before any is read, so a missing one shows early. */
  private record SourceFiles(Path images, Path labels) {

    static SourceFiles find(Path directory, String set) throws NoSuchFileException {
      return new SourceFiles(
          locate(directory, imagesName(set)), locate(directory, labelsName(set)));
    }

    LabelledImages read() throws IOException {
      return LabelledImages.of(IdxFile.read(images, 3), IdxFile.read(labels, 1));
    }

    private static Path locate(Path directory, String name) throws NoSuchFileException {
      String dotted = name.replace("-idx", ".idx");
      return Stream.of(name, name + ".gz", dotted, dotted + ".gz")
          .map(directory::resolve)
          .filter(Files::isRegularFile)
          .findFirst()
          .orElseThrow(
              () ->
                  new NoSuchFileException(
                      directory.resolve(name).toString(),
                      null,
                      "no such file, nor one of this name with .gz"));
    }
  }
}
