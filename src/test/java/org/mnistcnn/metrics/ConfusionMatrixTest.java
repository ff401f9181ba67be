package org.mnistcnn.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ConfusionMatrixTest {

  /** Samples (true, predicted): (0,0), (0,1), (1,1), (1,1), (2,0). */
  private static final ConfusionMatrix MATRIX =
      ConfusionMatrix.of(
          new Predictions(
              List.of("cat", "dog", "fox"),
              new int[] {0, 0, 1, 1, 2},
              new float[] {1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0}));

  @Test
  void countsTrueClassesInRowsAndPredictedOnesInColumns() {
    assertThat(MATRIX.rows()).isDeepEqualTo(new long[][] {{1, 1, 0}, {0, 2, 0}, {1, 0, 0}});
    assertThat(MATRIX.count(0, 1)).isEqualTo(1);
    assertThat(MATRIX.count(1, 0)).isZero();
  }

  @Test
  void sumsUpTheDiagonal() {
    assertThat(MATRIX.total()).isEqualTo(5);
    assertThat(MATRIX.correct()).isEqualTo(3);
    assertThat(MATRIX.accuracy()).isEqualTo(0.6);
  }

  @Test
  void givesRowsAwayAsACopy() {
    MATRIX.rows()[0][0] = 99;
    assertThat(MATRIX.count(0, 0)).isEqualTo(1);
  }
}
