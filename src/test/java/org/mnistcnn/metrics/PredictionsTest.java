package org.mnistcnn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PredictionsTest {

  private static final List<String> CLASSES = List.of("cat", "dog", "fox");

  @Test
  void predictsTheClassOfTheGreatestProbability() {
    Predictions predictions =
        new Predictions(CLASSES, new int[] {0, 2}, new float[] {.1f, .7f, .2f, .1f, .3f, .6f});
    assertThat(predictions.predicted(0)).isEqualTo(1);
    assertThat(predictions.predicted(1)).isEqualTo(2);
    assertThat(predictions.accuracy()).isEqualTo(0.5);
  }

  @Test
  void predictsTheFirstOfEquals() {
    Predictions predictions = new Predictions(CLASSES, new int[] {0}, new float[] {.2f, .4f, .4f});
    assertThat(predictions.predicted(0)).isEqualTo(1);
  }

  @Test
  void losesTheMeanNegativeLogarithmOfTheTrueClass() {
    Predictions predictions =
        new Predictions(CLASSES, new int[] {0, 2}, new float[] {.5f, .25f, .25f, .5f, .25f, .25f});
    // (ln 2 + ln 4) / 2 = 1.5 ln 2
    assertThat(predictions.loss()).isCloseTo(1.0397207708399179, within(1e-12));
  }

  @Test
  void losesAFiniteAmountWhereTheTrueClassHasNoProbability() {
    Predictions predictions = new Predictions(CLASSES, new int[] {0}, new float[] {0, 1, 0});
    // -ln(2^-126) = 126 ln 2
    assertThat(predictions.loss()).isCloseTo(87.33654475055312, within(1e-9));
  }

  @Test
  void hasNeitherLossNorAccuracyOfNoSamples() {
    Predictions none = new Predictions(CLASSES, new int[0], new float[0]);
    assertThat(none.loss()).isNaN();
    assertThat(none.accuracy()).isNaN();
  }

  @Test
  void refusesProbabilitiesThatDoNotFitTheSamples() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Predictions(CLASSES, new int[2], new float[5]))
        .withMessage("2 samples of 3 classes need 6 probabilities, got 5");
  }

  @Test
  void refusesATrueClassWithoutAName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Predictions(CLASSES, new int[] {0, 3}, new float[6]))
        .withMessage("true class must be in [0, 3), got 3 at sample 1");
  }

  @Test
  void refusesWhatIsNoProbability() {
    for (float wrong : new float[] {Float.NaN, -0.1f, 1.01f, Float.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new Predictions(
                      List.of("a", "b"), new int[] {0, 1}, new float[] {1, 0, 0, wrong}))
          .withMessage("probability must be in [0, 1], got %s at sample 1, class 1", wrong);
    }
  }

  @Test
  void refusesANameOfTwoClasses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Predictions(List.of("a", "a"), new int[] {0}, new float[] {1, 0}))
        .withMessage("names of classes must differ, got [a, a]");
  }

  @Test
  void refusesAPredictedClassWithoutAName() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Predictions(
                    List.of("a", "b"), new int[] {0}, new int[] {2}, new float[] {1, 0}))
        .withMessage("predicted class must be in [0, 2), got 2 at sample 0");
  }
}
