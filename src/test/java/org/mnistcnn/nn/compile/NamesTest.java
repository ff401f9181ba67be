package org.mnistcnn.nn.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mnistcnn.common.Names;

class NamesTest {

  private static final LearningRate RATE = new LearningRate.Constant(0.1);

  @Test
  void everyOptimizerLossAndMetricIsFoundByKerassName() {
    assertThat(Optimizer.names().stream().map(name -> Optimizer.named(name, RATE)))
        .containsExactly(
            new Optimizer.SGD(0.1),
            new Optimizer.Adam(0.1),
            new Optimizer.AdamW(0.1),
            new Optimizer.RMSprop(0.1),
            new Optimizer.Nadam(0.1));
    assertThat(Loss.names().stream().map(Loss::named))
        .containsExactly(
            new Loss.SparseCategoricalCrossentropy(),
            new Loss.CategoricalCrossentropy(),
            new Loss.CategoricalFocalCrossentropy());
    assertThat(Metric.names()).allMatch(name -> Metric.named(name).name().equals(name));
  }

  @Test
  void kerassClassNamesAreFoundToo() {
    assertThat(Optimizer.named("RMSprop", RATE)).isInstanceOf(Optimizer.RMSprop.class);
    assertThat(Loss.named("CategoricalFocalCrossentropy"))
        .isEqualTo(new Loss.CategoricalFocalCrossentropy());
  }

  @Test
  void anUnknownNameListsTheKnownAndTheNearest() {
    assertThatThrownBy(() -> Optimizer.named("adamv", RATE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no optimizer adamv; did you mean adam? There are [sgd, adam, adamw, rmsprop, nadam]");
    assertThatThrownBy(() -> Optimizer.named("rms_prob", RATE))
        .hasMessageContaining("did you mean rmsprop?");
    assertThatThrownBy(() -> Loss.named("sparse_categorical_cross_entropie"))
        .hasMessageContaining("did you mean sparse_categorical_crossentropy?");
    assertThatThrownBy(() -> Metric.named("acuracy")).hasMessageContaining("accuracy?");
  }

  @Test
  void aNameThatIsNotNearAnyOtherIsNotGuessed() {
    assertThat(Names.unknown("optimizer", "lbfgs", List.of("sgd", "adam")))
        .isEqualTo("no optimizer lbfgs; there are [sgd, adam]");
    assertThat(Names.unknown("layer", "x", List.of())).isEqualTo("no layer x; there are []");
  }
}
