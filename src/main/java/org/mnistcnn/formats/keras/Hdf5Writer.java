package org.mnistcnn.formats.keras;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * Lays numbers out in an HDF5 file as Keras does: a tree of groups, of which each has a group
 * {@code vars} with an attribute {@code name} and datasets {@code 0}, {@code 1}, ...
 *
 * <p>No group may stay empty: jHDF 0.10.0 writes a note about itself behind the last dataset, over
 * an empty group that comes after it.
 */
final class Hdf5Writer implements AutoCloseable {

  private final Path scratch;
  private final WritableHdfFile hdf5;
  private final Map<String, WritableGroup> groups = new LinkedHashMap<>();
  private final Map<WritableGroup, Integer> counts = new LinkedHashMap<>();
  private boolean finished;

  /** An empty file, which takes room among the system's temporary files until it is closed. */
  Hdf5Writer() throws IOException {
    this.scratch = Files.createTempFile("mnist-cnn-", ".h5");
    this.hdf5 = HdfFile.write(scratch);
  }

  /**
   * Adds a group with its {@code vars}, for at least one variable.
   *
   * @param path such as {@code layers/conv2d}
   * @param name what is kept in it, for people
   */
  WritableGroup variables(String path, String name) {
    WritableGroup vars = group(path).putGroup("vars");
    vars.putAttribute("name", name);
    counts.put(vars, 0);
    return vars;
  }

  /** Adds the next variable to a group: float32 numbers, row-major. */
  void add(WritableGroup vars, Shape shape, float[] values) {
    if (shape.size() != values.length) {
      throw new IllegalArgumentException(
          "shape %s must have %d values, got %d".formatted(shape, shape.size(), values.length));
    }
    put(vars, shape.numDimensions() == 0 ? (Object) values[0] : nested(shape, values));
  }

  void add(WritableGroup vars, long value) {
    put(vars, value);
  }

  private void put(WritableGroup vars, Object data) {
    int index = counts.merge(vars, 1, Integer::sum) - 1;
    vars.putDataset(Integer.toString(index), data);
  }

  private WritableGroup group(String path) {
    if (path.isEmpty()) {
      return hdf5;
    }
    WritableGroup known = groups.get(path);
    if (known != null) {
      return known;
    }
    int slash = path.lastIndexOf('/');
    WritableGroup parent = group(path.substring(0, Math.max(0, slash)));
    WritableGroup group = parent.putGroup(path.substring(slash + 1));
    groups.put(path, group);
    return group;
  }

  /** An array of arrays, which is how the library takes shapes. */
  private static Object nested(Shape shape, float[] values) {
    int rank = shape.numDimensions();
    if (rank == 1) {
      return values;
    }
    int count = Math.toIntExact(shape.get(0));
    Shape inner = Shape.of(Arrays.copyOfRange(shape.asArray(), 1, rank));
    int size = Math.toIntExact(inner.size());
    int[] sizes = Arrays.stream(shape.asArray()).mapToInt(Math::toIntExact).toArray();
    Object array = Array.newInstance(float.class, sizes);
    for (int i = 0; i < count; i++) {
      Array.set(array, i, nested(inner, Arrays.copyOfRange(values, i * size, (i + 1) * size)));
    }
    return array;
  }

  /** Ends the file and returns its bytes. */
  byte[] finish() throws IOException {
    if (counts.containsValue(0)) {
      throw new IllegalStateException("a group is empty, and would damage the file");
    }
    finished = true;
    hdf5.close();
    return Files.readAllBytes(scratch);
  }

  @Override
  public void close() throws IOException {
    if (!finished) {
      hdf5.close();
    }
    Files.deleteIfExists(scratch);
  }
}
