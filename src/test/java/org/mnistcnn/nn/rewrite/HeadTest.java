package org.mnistcnn.nn.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Initializer;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Regularizer;
import org.mnistcnn.nn.layers.Dense;
import org.tensorflow.ndarray.Shape;

final class HeadTest {

  @Test
  void theNewHeadDiffersFromTheOldOneInNothingButItsUnits() {
    Dense head =
        Dense.builder(3)
            .activation(Activation.SIGMOID)
            .useBias(false)
            .kernelInitializer(new Initializer.HeNormal())
            .biasInitializer(new Initializer.Ones())
            .kernelRegularizer(new Regularizer(0.1, 0.2))
            .biasRegularizer(new Regularizer(0.3, 0.4))
            .build();

    Model.Node replaced = Head.replaced(Model.sequential(Shape.of(4), head), 7).nodes().get(0);

    assertThat(replaced.name()).isEqualTo("head");
    assertThat(replaced.layer()).usingRecursiveComparison().ignoringFields("units").isEqualTo(head);
    assertThat(replaced.outputShape()).isEqualTo(Shape.of(7));
  }
}
