package org.mnistcnn.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * The variables of one graph, by name; the ops that give them their first values, and those by
 * which the host reads and sets the ones that hold floats.
 */
final class Variables {

  /** How the host reads and sets a variable. */
  private record Access(
      Shape shape, Operand<TFloat32> read, Placeholder<TFloat32> value, Op assign) {}

  private final Ops tf;
  private final Map<String, VarHandleOp> handles = new LinkedHashMap<>();
  private final Map<String, Access> floats = new LinkedHashMap<>();
  private final List<Op> initializers = new ArrayList<>();

  Variables(Ops tf) {
    this.tf = tf;
  }

  /** Adds a variable without a first value: it must be assigned before it is read. */
  <T extends TType> VarHandleOp declare(String name, Class<T> type, Shape shape) {
    VarHandleOp handle =
        tf.withName(name.replace('/', '.')).varHandleOp(type, shape, VarHandleOp.sharedName(name));
    if (handles.putIfAbsent(name, handle) != null) {
      throw new IllegalArgumentException("variable %s is already there".formatted(name));
    }
    return handle;
  }

  /** Adds a variable that starts as {@code initial}. */
  <T extends TType> VarHandleOp add(String name, Class<T> type, Shape shape, Operand<T> initial) {
    VarHandleOp handle = declare(name, type, shape);
    initializers.add(tf.assignVariableOp(handle, initial));
    if (type == TFloat32.class) {
      Placeholder<TFloat32> value = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
      floats.put(
          name,
          new Access(
              shape,
              tf.readVariableOp(handle, TFloat32.class),
              value,
              tf.assignVariableOp(handle, value)));
    }
    return handle;
  }

  /** Reads a variable, as it is when its consumers run. */
  Operand<TFloat32> read(Ops reader, String name) {
    return reader.readVariableOp(handle(name), TFloat32.class);
  }

  VarHandleOp handle(String name) {
    VarHandleOp handle = handles.get(name);
    if (handle == null) {
      throw new IllegalArgumentException(
          "no variable %s; there are %s".formatted(name, handles.keySet()));
    }
    return handle;
  }

  /** The op that gives every variable its first value. */
  Op initialize() {
    return tf.withControlDependencies(initializers).noOp();
  }

  /** The names of all variables that hold floats: weights, slots, averages. */
  List<String> floatNames() {
    return List.copyOf(floats.keySet());
  }

  /** The values of variables that hold floats, row-major, in the order of {@code names}. */
  Map<String, float[]> values(GraphSession session, List<String> names) {
    Map<String, float[]> values = new LinkedHashMap<>();
    if (!names.isEmpty()) {
      GraphSession.Call call = session.call();
      names.forEach(name -> call.fetch(access(name).read()));
      try (Result result = call.run()) {
        for (int i = 0; i < names.size(); i++) {
          values.put(names.get(i), Tensors.floats(result.get(i)));
        }
      }
    }
    return values;
  }

  /**
   * Sets variables that hold floats, all or none.
   *
   * @throws IllegalArgumentException if there is no variable of a name, or its size is another
   */
  void assign(GraphSession session, Map<String, float[]> values) {
    values.forEach(
        (name, value) -> {
          Shape shape = access(name).shape();
          if (value.length != shape.size()) {
            throw new IllegalArgumentException(
                "%s must have %d values for shape %s, got %d"
                    .formatted(name, shape.size(), shape, value.length));
          }
        });
    List<Tensor> feeds = new ArrayList<>();
    try {
      GraphSession.Call call = session.call();
      values.forEach(
          (name, value) -> {
            Access access = access(name);
            TFloat32 tensor = TFloat32.tensorOf(access.shape(), DataBuffers.of(value, true, false));
            feeds.add(tensor);
            call.feed(access.value(), tensor).target(access.assign());
          });
      if (!feeds.isEmpty()) {
        call.execute();
      }
    } finally {
      feeds.forEach(Tensor::close);
    }
  }

  private Access access(String name) {
    Access access = floats.get(name);
    if (access == null) {
      throw new IllegalArgumentException(
          "no variable %s; there are %s".formatted(name, floats.keySet()));
    }
    return access;
  }
}
