package org.mnistcnn.nn.compile;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.common.WithBuilder;

/**
 * What Keras's {@code compile} adds to a network: how it learns and what is measured.
 *
 * @param optimizer how gradients change weights
 * @param loss what training makes small
 * @param metrics what is measured beside the loss, under different names
 * @param clipping what is done to gradients first
 * @param emaMomentum the decay of a moving average of the weights, which takes their place when
 *     training ends, in [0, 1): Keras's {@code use_ema} and {@code ema_momentum}; empty for none
 */
@WithBuilder
public record Compilation(
    Optimizer optimizer,
    Loss loss,
    List<Metric> metrics,
    GradientClipping clipping,
    OptionalDouble emaMomentum)
    implements CompilationBuilder.With {

  public Compilation {
    metrics = List.copyOf(metrics);
    if (metrics.stream().map(Metric::name).distinct().count() != metrics.size()) {
      throw new SettingException(
          "metrics",
          "must have different names, got " + metrics.stream().map(Metric::name).toList());
    }
    emaMomentum.ifPresent(momentum -> Check.decay("emaMomentum", momentum));
  }

  /** Cross-entropy of integer labels and accuracy, which is what a classifier usually takes. */
  public Compilation(Optimizer optimizer) {
    this(
        optimizer,
        new Loss.SparseCategoricalCrossentropy(),
        List.of(new Metric.Accuracy()),
        new GradientClipping.None(),
        OptionalDouble.empty());
  }

  /** The keys of what is measured, as in Keras: {@code loss}, {@code accuracy}. */
  public List<String> measureNames() {
    return Stream.concat(Stream.of("loss"), metrics.stream().map(Metric::name)).toList();
  }

  /** Cross-entropy and accuracy, to be changed. */
  public static CompilationBuilder builder(Optimizer optimizer) {
    return new Compilation(optimizer).with();
  }
}
