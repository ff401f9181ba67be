package org.mnistcnn.data.read;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.mnistcnn.common.SettingText;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.TrainTestData;

/** A form in which data sets come: one class, and one line in {@link DatasetReader}. */
interface DatasetFormat {

  /** What people call such a data set, within a sentence: {@code IDX files}. */
  String name();

  /** What such a data set consists of, for those who brought something else. */
  String expected();

  /** Whether an existing file or directory is to be read as this format. */
  boolean recognises(Path path) throws IOException;

  /**
   * Whether each image is a file that must be decoded, so that a size, a number of channels, and
   * what to do with unreadable ones can be asked for.
   */
  boolean hasImageFiles();

  /**
   * Whether a data set itself says which images test; if not, a share of each class is split off.
   */
  boolean hasTestSet(Path path) throws IOException;

  /**
   * See {@link DatasetReader#read(Path, FolderReadOptions, Consumer)}, which has refused the
   * options that this format makes no use of.
   */
  TrainTestData read(Path path, FolderReadOptions readOptions, Consumer<SettingText> notes)
      throws IOException;

  /** See {@link DatasetReader#readTest(Path, FolderReadOptions, List, Consumer)}. */
  Dataset readTest(
      Path path,
      FolderReadOptions readOptions,
      List<String> classNames,
      Consumer<SettingText> notes)
      throws IOException;

  /** See {@link DatasetReader#summary}. */
  default DatasetSummary summary(
      Path path, FolderReadOptions readOptions, Consumer<SettingText> notes) throws IOException {
    return DatasetSummary.of(name(), read(path, readOptions, notes));
  }
}
