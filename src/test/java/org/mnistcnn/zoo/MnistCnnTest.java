package org.mnistcnn.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.nn.Model;

class MnistCnnTest {

  /**
   * Multiplications of the two convolutions (26 x 26 places of 3 x 3 x 1 x 32, 11 x 11 places of 3
   * x 3 x 32 x 64) and the two matrices.
   */
  @Test
  void countsWhatAnImageCosts() {
    Model network = MnistCnn.network(new ImageShape(28, 28, 1), 10);
    long first = 26 * 26 * 9 * 32;
    long rest = 11 * 11 * 288 * 64 + 1600 * 128 + 128 * 10;

    assertThat(network.multiplications()).isEqualTo(first + rest);
    assertThat(network.trainingFlops()).isEqualTo(2 * (2 * first + 3 * rest)).isEqualTo(15_396_864);
  }
}
