package org.mnistcnn.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BackgroundTest {

  @Test
  void theWorkGoesOnMeanwhile() {
    CountDownLatch asked = new CountDownLatch(1);
    Supplier<String> result =
        Background.start(
            () -> {
              try {
                asked.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return "done";
            });
    asked.countDown();

    assertThat(result.get()).isEqualTo("done");
    assertThat(result.get()).isEqualTo("done");
  }

  @Test
  void whatTheWorkThrowsIsThrownWhereTheResultIsWanted() {
    Supplier<String> result =
        Background.start(
            () -> {
              throw new IllegalStateException("no such device");
            });

    assertThatThrownBy(result::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no such device");
  }
}
