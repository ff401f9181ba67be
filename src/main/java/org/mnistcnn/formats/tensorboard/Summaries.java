package org.mnistcnn.formats.tensorboard;

import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Summary;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Values as TensorFlow 2's {@code tf.summary} writes them: tensors, marked for a plugin. */
final class Summaries {

  /** What {@code tf.summary.histogram} takes unless told otherwise. */
  private static final int BUCKETS = 30;

  private Summaries() {}

  /** A number, rounded to float32. */
  static Summary scalar(String tag, double value) {
    return summary(tag, "scalars", tensor(DataType.DT_FLOAT).addFloatVal((float) value));
  }

  /**
   * How values are spread over buckets of the same width: a tensor of shape {@code (30, 3)} of left
   * edge, right edge and count. The right edge of the last belongs to it. Values that are all the
   * same are in the last bucket, no values in 30 buckets of zeros.
   */
  static Summary histogram(String tag, float[] values) {
    double min = values.length == 0 ? 0 : Double.POSITIVE_INFINITY;
    double max = values.length == 0 ? 0 : Double.NEGATIVE_INFINITY;
    for (float value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    double width = (max - min) / BUCKETS;
    int[] counts = new int[BUCKETS];
    for (float value : values) {
      int bucket = max == min ? BUCKETS - 1 : (int) ((value - min) / width);
      counts[Math.min(bucket, BUCKETS - 1)]++;
    }
    TensorProto.Builder rows = tensor(DataType.DT_DOUBLE, BUCKETS, 3);
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      rows.addDoubleVal(min + bucket * width);
      rows.addDoubleVal(bucket == BUCKETS - 1 ? max : min + (bucket + 1) * width);
      rows.addDoubleVal(counts[bucket]);
    }
    return summary(tag, "histograms", rows);
  }

  private static Summary summary(String tag, String plugin, TensorProto.Builder tensor) {
    Summary.Builder summary = Summary.newBuilder();
    Summary.Value.Builder value = summary.addValueBuilder().setTag(tag).setTensor(tensor);
    value.getMetadataBuilder().getPluginDataBuilder().setPluginName(plugin);
    return summary.build();
  }

  private static TensorProto.Builder tensor(DataType type, int... shape) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(type);
    TensorShapeProto.Builder dimensions = tensor.getTensorShapeBuilder();
    for (int size : shape) {
      dimensions.addDimBuilder().setSize(size);
    }
    return tensor;
  }
}
