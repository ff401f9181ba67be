package org.mnistcnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchOrderTest {

  @Test
  void everyImageComesOnce() {
    int[] order = new BatchOrder(42).permutation(3, 10_000);

    assertThat(order)
        .containsExactlyInAnyOrder(IntStream.range(0, 10_000).toArray())
        .isNotEqualTo(IntStream.range(0, 10_000).toArray());
  }

  @Test
  void theOrderFollowsFromSeedAndEpochAlone() {
    BatchOrder used = new BatchOrder(42);
    used.permutation(0, 1000);

    assertThat(used.permutation(7, 1000)).isEqualTo(new BatchOrder(42).permutation(7, 1000));
  }

  @Test
  void anotherEpochOrSeedIsAnotherOrder() {
    int[] order = new BatchOrder(42).permutation(1, 1000);

    assertThat(order)
        .isNotEqualTo(new BatchOrder(42).permutation(2, 1000))
        .isNotEqualTo(new BatchOrder(43).permutation(1, 1000))
        .isNotEqualTo(new BatchOrder(43).permutation(0, 1000));
  }

  @Test
  void theOrderIsTheSameOnEveryJdk() {
    assertThat(new BatchOrder(42).permutation(0, 10)).containsExactly(9, 6, 1, 5, 3, 8, 0, 2, 7, 4);
  }

  @Test
  void allOrdersAreAboutEquallyFrequentOverTheEpochs() {
    BatchOrder order = new BatchOrder(1);
    Map<String, Integer> frequencies = new HashMap<>();
    for (int epoch = 0; epoch < 6000; epoch++) {
      String text = Arrays.toString(order.permutation(epoch, 3));
      frequencies.merge(text, 1, Integer::sum);
    }

    // Six standard deviations of a binomial count with mean 1000.
    assertThat(frequencies).hasSize(6);
    assertThat(frequencies.values()).allMatch(count -> Math.abs(count - 1000) < 175);
  }

  @Test
  void noImagesHaveAnOrderToo() {
    assertThat(new BatchOrder(42).permutation(0, 0)).isEmpty();
  }

  @Test
  void aNegativeEpochIsRefused() {
    assertThatThrownBy(() -> new BatchOrder(42).permutation(-1, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("epoch and count must not be negative, got epoch -1 and count 10");
  }
}
