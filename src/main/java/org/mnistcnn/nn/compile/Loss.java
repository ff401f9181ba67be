package org.mnistcnn.nn.compile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.Names;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What training makes small. */
public sealed interface Loss {

  /**
   * Adds the ops of the loss of each sample.
   *
   * @param targets what the samples are
   * @param logits shape {@code (batch, classes)}
   * @return shape {@code (batch)}, in nats
   */
  Operand<TFloat32> perSample(Ops tf, Targets targets, Operand<TFloat32> logits);

  /** All losses, each with Keras's defaults. */
  static List<Loss> known() {
    return List.of(
        new SparseCategoricalCrossentropy(),
        new CategoricalCrossentropy(),
        new CategoricalFocalCrossentropy());
  }

  /**
   * The loss that Keras has under a name, with its defaults.
   *
   * @param name such as {@code sparse_categorical_crossentropy}
   * @throws IllegalArgumentException if there is none; the message lists the known names
   */
  static Loss named(String name) {
    return Names.find("loss", name, byName());
  }

  /** The names that {@link #named} knows. */
  static Set<String> names() {
    return byName().keySet();
  }

  private static Map<String, Loss> byName() {
    Map<String, Loss> byName = new LinkedHashMap<>();
    known().forEach(loss -> byName.put(Names.snakeCase(loss.getClass().getSimpleName()), loss));
    return byName;
  }

  /**
   * {@code -ln softmax(logits)[label]}. Computed from logits, as Keras does when it finds that the
   * probabilities come from a softmax: nothing is lost where a probability underflows.
   */
  record SparseCategoricalCrossentropy() implements Loss {
    @Override
    public Operand<TFloat32> perSample(Ops tf, Targets targets, Operand<TFloat32> logits) {
      // Not the sparse op: TensorFlow's C++ library has no gradient for it.
      return tf.nn.softmaxCrossEntropyWithLogits(logits, target(tf, targets, logits, 0)).loss();
    }
  }

  /**
   * {@code -sum(target ln softmax(logits))} over the classes, where {@code target} is the one-hot
   * form of the label, smoothed: {@code 1 - labelSmoothing + labelSmoothing / classes} for the true
   * class, {@code labelSmoothing / classes} for the others (Szegedy et al. 2016, "Rethinking the
   * Inception architecture for computer vision", section 7). Without smoothing it is {@link
   * SparseCategoricalCrossentropy}.
   *
   * @param labelSmoothing in [0, 1]
   */
  record CategoricalCrossentropy(double labelSmoothing) implements Loss {

    /** Without smoothing, Keras's default. */
    public CategoricalCrossentropy() {
      this(0);
    }

    public CategoricalCrossentropy {
      Check.share("labelSmoothing", labelSmoothing);
    }

    @Override
    public Operand<TFloat32> perSample(Ops tf, Targets targets, Operand<TFloat32> logits) {
      return tf.nn
          .softmaxCrossEntropyWithLogits(logits, target(tf, targets, logits, labelSmoothing))
          .loss();
    }
  }

  /**
   * Cross-entropy in which what is already well classified counts less: {@code -sum(alpha (1 -
   * p)^gamma target ln p)} over the classes, with {@code p = softmax(logits)} and the target of
   * {@link CategoricalCrossentropy} (Lin et al. 2017, "Focal loss for dense object detection").
   * Probabilities are held within [1e-7, 1 - 1e-7], as in Keras: beyond, the gradient is 0.
   *
   * @param alpha factor of the whole, positive
   * @param gamma how much less, not negative; 0 for not at all
   * @param labelSmoothing in [0, 1]
   */
  record CategoricalFocalCrossentropy(double alpha, double gamma, double labelSmoothing)
      implements Loss {

    private static final float EPSILON = 1e-7f;

    /** With Keras's defaults: 0.25, 2 and no smoothing. */
    public CategoricalFocalCrossentropy() {
      this(0.25, 2, 0);
    }

    public CategoricalFocalCrossentropy {
      Check.positive("alpha", alpha);
      Check.notNegative("gamma", gamma);
      Check.share("labelSmoothing", labelSmoothing);
    }

    @Override
    public Operand<TFloat32> perSample(Ops tf, Targets targets, Operand<TFloat32> logits) {
      Operand<TFloat32> one = tf.constant(1f);
      Operand<TFloat32> probabilities =
          tf.math.minimum(
              tf.math.maximum(tf.nn.softmax(logits), tf.constant(EPSILON)),
              tf.constant(1f - EPSILON));
      Operand<TFloat32> weight =
          tf.math.mul(
              tf.constant((float) -alpha),
              tf.math.pow(tf.math.sub(one, probabilities), tf.constant((float) gamma)));
      Operand<TFloat32> entropy =
          tf.math.mul(target(tf, targets, logits, labelSmoothing), tf.math.log(probabilities));
      return tf.sum(tf.math.mul(weight, entropy), tf.constant(1));
    }
  }

  /** The shares of the classes, {@code (batch, classes)}, smoothed. */
  private static Operand<TFloat32> target(
      Ops tf, Targets targets, Operand<TFloat32> logits, double smoothing) {
    return targets.shares(tf, (int) logits.shape().get(1), smoothing);
  }
}
