package org.mnistcnn.nn.augment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mnistcnn.Python;

/** The numbers that augmentations are compared with. */
class KerasAugmentationTest {

  @Test
  void kerasStillComputesTheCommittedNumbers() throws Exception {
    assertThat(
            Python.run(
                "src/test/python/keras_augmentation.py", "--check", "src/test/resources/keras"))
        .contains("augmentation.json: ok");
  }
}
