package org.mnistcnn.formats.keras;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.object.message.DataLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.mnistcnn.common.InvalidDataException;
import org.tensorflow.ndarray.Shape;

/**
 * The numbers in an HDF5 file as Keras lays it out: a tree of groups, of which each may have a
 * group {@code vars} with datasets {@code 0}, {@code 1}, ... Made for files from strangers: no
 * number is read before its size is known to be the one wanted, and no link is followed.
 */
final class Hdf5Reader {

  private static final String VARS = "vars";

  private final String file;
  private final HdfFile hdf5;
  private final Set<String> counted = new HashSet<>();
  private long bytesLeft;

  private Hdf5Reader(String file, HdfFile hdf5, long size) {
    this.file = file;
    this.hdf5 = hdf5;
    this.bytesLeft = size;
  }

  /**
   * Opens a file.
   *
   * @param file names it in messages
   * @throws InvalidDataException if it is damaged, or not as Keras writes it
   */
  static Hdf5Reader of(String file, byte[] bytes) throws InvalidDataException {
    return guarded(
        file,
        () -> {
          Hdf5Guard.check(bytes);
          return new Hdf5Reader(file, HdfFile.fromBytes(bytes), bytes.length);
        });
  }

  /** Numbers of the file, not read yet. */
  final class Variable {
    private final String path;
    private final Dataset dataset;

    private Variable(String path, Dataset dataset) {
      this.path = path;
      this.dataset = dataset;
    }

    int[] shape() {
      return dataset.getDimensions().clone();
    }

    /**
     * Reads float32 numbers, row-major.
     *
     * @throws InvalidDataException if they are of another type, or not of {@code shape}
     */
    float[] floats(Shape shape) throws InvalidDataException {
      return guarded(
          file,
          () -> {
            if (data(shape) instanceof float[] values) {
              return values;
            }
            throw refusal("must be float32 and filled");
          });
    }

    /**
     * Reads a whole number.
     *
     * @throws InvalidDataException if it is not a single one of type int64
     */
    long integer() throws InvalidDataException {
      return guarded(
          file,
          () -> {
            if (data(Shape.scalar()) instanceof long[] values) {
              return values[0];
            }
            throw refusal("must be one int64");
          });
    }

    private Object data(Shape shape) {
      long[] sizes = Arrays.stream(dataset.getDimensions()).asLongStream().toArray();
      if (!Arrays.equals(sizes, shape.asArray())) {
        throw refusal(
            "must have shape %s, got %s"
                .formatted(Arrays.toString(shape.asArray()), Arrays.toString(sizes)));
      }
      if (counted.add(path)) {
        bytesLeft -= Math.multiplyExact(shape.size(), (long) dataset.getDataType().getSize());
      }
      if (bytesLeft < 0) {
        throw refusal("and what was read before it would take more room than the file has");
      }
      DataLayout layout = dataset.getDataLayout();
      if (layout != DataLayout.CONTIGUOUS && layout != DataLayout.COMPACT) {
        throw refusal("must lie in one piece, as Keras writes it, got layout " + layout);
      }
      return dataset.getDataFlat();
    }

    private IllegalArgumentException refusal(String rule) {
      return new IllegalArgumentException("%s %s".formatted(path, rule));
    }
  }

  /**
   * The variables of a group, in their order; empty if there is no such group.
   *
   * @param path such as {@code layers/conv2d}
   */
  List<Variable> variables(String path) throws InvalidDataException {
    return guarded(
        file,
        () -> {
          List<Variable> variables = new ArrayList<>();
          Optional<Group> vars = group(path + "/" + VARS);
          if (vars.isEmpty()) {
            return variables;
          }
          for (int i = 0; i < vars.get().getChildren().size(); i++) {
            String name = "%s/%s/%d".formatted(path, VARS, i);
            if (!(vars.get().getChild(Integer.toString(i)) instanceof Dataset dataset)) {
              throw new IllegalArgumentException(name + " must be there and a dataset");
            }
            variables.add(new Variable(name, dataset));
          }
          return variables;
        });
  }

  /** The names of what is in a group; empty if there is no such group. */
  Set<String> names(String path) throws InvalidDataException {
    return guarded(
        file,
        () ->
            group(path)
                .map(group -> new TreeSet<>(group.getChildren().keySet()))
                .orElseGet(TreeSet::new));
  }

  private Optional<Group> group(String path) {
    Group group = hdf5;
    for (String name : path.split("/", -1)) {
      Node child = group.getChild(name);
      if (child == null) {
        return Optional.empty();
      }
      if (!(child instanceof Group next)) { // A link is none.
        throw new IllegalArgumentException(
            "%s: %s must be a group of the file itself".formatted(path, name));
      }
      group = next;
    }
    return Optional.of(group);
  }

  /** Whatever a damaged file does to its reader is the file's fault. */
  private static <T> T guarded(String file, Supplier<T> reading) throws InvalidDataException {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException("%s: %s".formatted(file, e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      throw new InvalidDataException(
          "%s: not HDF5, or damaged (%s); save the model again"
              .formatted(
                  file, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
    }
  }
}
