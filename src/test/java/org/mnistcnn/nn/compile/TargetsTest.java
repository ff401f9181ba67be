package org.mnistcnn.nn.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Losses and metrics of samples that are partly of one class, partly of another. */
@Tag("tensorflow")
class TargetsTest {

  private static final List<Loss> LOSSES =
      List.of(
          new Loss.SparseCategoricalCrossentropy(),
          new Loss.CategoricalCrossentropy(0.1),
          new Loss.CategoricalFocalCrossentropy(0.5, 1.5, 0.1));

  private static Operand<TFloat32> logits(Ops tf) {
    return tf.constant(new float[][] {{1, 2, -1}, {0.5f, 0, 3}});
  }

  private static float[] compute(Function<Ops, Operand<TFloat32>> ops) {
    try (Graph graph = new Graph()) {
      Operand<TFloat32> values = ops.apply(Ops.create(graph));
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(values).run()) {
        TFloat32 tensor = (TFloat32) result.get(0);
        return new float[] {tensor.getFloat(0), tensor.getFloat(1)};
      }
    }
  }

  private static float[] loss(Loss loss, float[]... shares) {
    return compute(tf -> loss.perSample(tf, new Targets.Shares(tf.constant(shares)), logits(tf)));
  }

  @Test
  void wholeSharesAreClasses() {
    for (Loss loss : LOSSES) {
      float[] classes =
          compute(
              tf ->
                  loss.perSample(
                      tf, new Targets.Classes(tf.constant(new int[] {1, 0})), logits(tf)));

      assertThat(loss(loss, new float[] {0, 1, 0}, new float[] {1, 0, 0}))
          .containsExactly(classes, within(1e-6f));
    }
  }

  /** All losses here are linear in what the sample ought to be. */
  @Test
  void theLossOfAMixtureIsTheMixtureOfLosses() {
    for (Loss loss : LOSSES) {
      float[] first = loss(loss, new float[] {0, 1, 0}, new float[] {1, 0, 0});
      float[] second = loss(loss, new float[] {0, 0, 1}, new float[] {0, 0, 1});
      float[] mixed = loss(loss, new float[] {0, 0.25f, 0.75f}, new float[] {0.25f, 0, 0.75f});

      for (int i = 0; i < 2; i++) {
        assertThat(mixed[i]).isCloseTo(0.25f * first[i] + 0.75f * second[i], within(1e-5f));
      }
    }
  }

  @Test
  void theGreatestShareIsTheTruthThatIsMeasured() {
    float[][] shares = {{0.3f, 0.6f, 0.1f}, {0.5f, 0.5f, 0}};
    for (Metric metric : List.of(new Metric.Accuracy(), new Metric.TopKAccuracy(1))) {
      assertThat(
              compute(
                  tf -> metric.perSample(tf, new Targets.Shares(tf.constant(shares)), logits(tf))))
          .containsExactly(1, 0);
    }
  }
}
