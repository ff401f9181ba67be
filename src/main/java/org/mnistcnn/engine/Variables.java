package org.mnistcnn.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** The variables of one graph, by name, and the ops that give them their first values. */
final class Variables {

  private final Ops tf;
  private final Map<String, VarHandleOp> handles = new LinkedHashMap<>();
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
}
