package org.mnistcnn.nn.compile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.Names;
import org.mnistcnn.common.SettingException;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** What is measured beside the loss: a number for each sample, of which the mean is shown. */
public sealed interface Metric {

  /** The key in logs and histories, Keras's where it has one. */
  String name();

  /**
   * Adds the ops.
   *
   * @param targets what the samples are
   * @param logits shape {@code (batch, classes)}
   * @return shape {@code (batch)}: 1 for right, 0 for wrong
   */
  Operand<TFloat32> perSample(Ops tf, Targets targets, Operand<TFloat32> logits);

  /** All metrics with Keras's defaults, each with the name that Keras has for it as its key. */
  static List<Metric> known() {
    return List.of(
        new Accuracy(), new TopKAccuracy(), new TopKAccuracy(5, "top_k_categorical_accuracy"));
  }

  /**
   * The metric that Keras has under a name, with its defaults and that name as key.
   *
   * @param name such as {@code accuracy}
   * @throws IllegalArgumentException if there is none; the message lists the known names
   */
  static Metric named(String name) {
    return Names.find("metric", name, byName());
  }

  /** The names that {@link #named} knows. */
  static Set<String> names() {
    return byName().keySet();
  }

  private static Map<String, Metric> byName() {
    Map<String, Metric> byName = new LinkedHashMap<>();
    known().forEach(metric -> byName.put(metric.name(), metric));
    return byName;
  }

  /** Whether the class with the greatest logit, the first of several, is the true one. */
  record Accuracy() implements Metric {
    @Override
    public String name() {
      return "accuracy";
    }

    @Override
    public Operand<TFloat32> perSample(Ops tf, Targets targets, Operand<TFloat32> logits) {
      // In 64 bits: of 32 TensorFlow compares on the CPU, and a GPU would wait for it.
      Operand<TInt64> predicted = tf.math.argMax(logits, tf.constant(1), TInt64.class);
      return tf.dtypes.cast(tf.math.equal(predicted, targets.classes(tf)), TFloat32.class);
    }
  }

  /**
   * Whether the true class is among the {@code k} with the greatest logits; a tie at the last place
   * counts as among them.
   *
   * @param k at least 1
   * @param name the key in logs; another one is needed where two of these are measured
   */
  record TopKAccuracy(int k, String name) implements Metric {

    /** The five greatest under Keras's key, {@code sparse_top_k_categorical_accuracy}. */
    public TopKAccuracy() {
      this(5);
    }

    /** The {@code k} greatest under Keras's key, {@code sparse_top_k_categorical_accuracy}. */
    public TopKAccuracy(int k) {
      this(k, "sparse_top_k_categorical_accuracy");
    }

    public TopKAccuracy {
      Check.positive("k", k);
      if (name.isBlank()) {
        throw new SettingException("name", "must not be empty");
      }
    }

    @Override
    public Operand<TFloat32> perSample(Ops tf, Targets targets, Operand<TFloat32> logits) {
      Operand<TBool> among = tf.nn.inTopK(logits, targets.classes(tf), tf.constant((long) k));
      return tf.dtypes.cast(among, TFloat32.class);
    }
  }
}
