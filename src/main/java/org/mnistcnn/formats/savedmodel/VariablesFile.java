package org.mnistcnn.formats.savedmodel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.nn.Weight;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/**
 * The values of a SavedModel's variables: an object-based checkpoint, and the ops of the model's
 * graph that read and write such a one.
 */
final class VariablesFile {

  private VariablesFile() {}

  /** Writes the values under the keys that the object graph leads a loader to. */
  static void write(Path prefix, TrainedModel trained, ObjectGraph objects) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      List<Operand<?>> values = new ArrayList<>();
      Map<Placeholder<TFloat32>, Tensor> feeds = new LinkedHashMap<>();
      try {
        for (Weight weight : trained.model().weights()) {
          Placeholder<TFloat32> placeholder =
              tf.placeholder(TFloat32.class, Placeholder.shape(weight.shape()));
          values.add(placeholder);
          feeds.put(
              placeholder,
              TFloat32.tensorOf(
                  weight.shape(), DataBuffers.of(trained.value(weight), true, false)));
        }
        Op save = saveOp(tf, tf.constant(prefix.toString()), values, objects);
        try (Session session = new Session(graph)) {
          Session.Runner runner = session.runner().addTarget(save);
          feeds.forEach(runner::feed);
          runner.run().close();
        }
      } finally {
        feeds.values().forEach(Tensor::close);
      }
    }
  }

  private static Op saveOp(
      Ops tf, Operand<TString> prefix, List<Operand<?>> values, ObjectGraph objects) {
    List<String> keys = new ArrayList<>(objects.checkpointKeys());
    keys.add(ObjectGraph.CHECKPOINT_KEY);
    List<Operand<?>> tensors = new ArrayList<>(values);
    try (TString graph = TString.tensorOfBytes(ObjectGraph.scalar(objects.trackable()))) {
      tensors.add(tf.constantOf(graph));
      return tf.train.save(prefix, vector(tf, keys), wholeSlices(tf, keys.size()), tensors);
    }
  }

  /** Every value is saved whole: no slices. */
  private static Operand<TString> wholeSlices(Ops tf, int count) {
    return vector(tf, Collections.nCopies(count, ""));
  }

  private static Operand<TString> vector(Ops tf, List<String> strings) {
    return tf.constant(NdArrays.vectorOfObjects(strings.toArray(String[]::new)));
  }

  /** Adds the ops that save the variables behind {@code handles} and restore them. */
  static SaverDef saver(Ops tf, List<VarHandleOp> handles, ObjectGraph objects) {
    Placeholder<TString> filename =
        tf.withName("saver_filename").placeholder(TString.class, Placeholder.shape(Shape.scalar()));
    List<Operand<?>> values = new ArrayList<>();
    List<Class<? extends TType>> types = new ArrayList<>();
    for (VarHandleOp handle : handles) {
      values.add(tf.readVariableOp(handle, TFloat32.class));
      types.add(TFloat32.class);
    }
    Operand<TString> saved =
        tf.withControlDependencies(saveOp(tf, filename, values, objects)).identity(filename);
    List<String> keys = objects.checkpointKeys();
    List<Output<?>> restored =
        tf.train.restore(filename, vector(tf, keys), wholeSlices(tf, keys.size()), types).tensors();
    List<Op> assigns = new ArrayList<>();
    for (int i = 0; i < handles.size(); i++) {
      assigns.add(tf.assignVariableOp(handles.get(i), restored.get(i)));
    }
    Op restore = tf.withControlDependencies(assigns).withName("restore_all").noOp();
    return SaverDef.newBuilder()
        .setFilenameTensorName(filename.op().name() + ":0")
        .setSaveTensorName(saved.op().name() + ":0")
        .setRestoreOpName(restore.op().name())
        .setVersion(SaverDef.CheckpointFormatVersion.V2)
        .build();
  }
}
