package org.mnistcnn.data.read;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.TrainTestData;

/**
 * A data set beside what was found on the way to it: for those who want to know what they have.
 *
 * @param kind what it was read from, for people
 * @param data what training would get, were there nothing to decide; where images differ in size or
 *     colour, they are brought to the most frequent size, and to colour
 * @param sizes number of images of each size before that, most frequent first
 * @param grey number of images without colour
 * @param color number of images with colour
 * @param unreadable files that can't be used, each with the reason
 * @param otherFiles number of files that are no images by name, by the ending of their names
 */
public record DatasetSummary(
    String kind,
    TrainTestData data,
    Map<FolderReadOptions.ImageSize, Integer> sizes,
    int grey,
    int color,
    List<String> unreadable,
    Map<String, Integer> otherFiles) {

  public DatasetSummary {
    sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
    unreadable = List.copyOf(unreadable);
    otherFiles = Collections.unmodifiableMap(new TreeMap<>(otherFiles));
  }

  /** A data set of arrays, in which all images are of one form. */
  static DatasetSummary of(String kind, TrainTestData data) {
    ImageShape shape = data.training().imageShape();
    int count =
        data.training().count()
            + data.validation().map(Dataset::count).orElse(0)
            + data.test().count();
    boolean grey = shape.channels() == 1;
    return new DatasetSummary(
        kind,
        data,
        Map.of(new FolderReadOptions.ImageSize(shape.width(), shape.height()), count),
        grey ? count : 0,
        grey ? 0 : count,
        List.of(),
        Map.of());
  }
}
