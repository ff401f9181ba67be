package org.mnistcnn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MixtureWeightsTest {

  private static final int SAMPLES = 400;

  /** Predictions of two classes whose truths get these probabilities. */
  private static Predictions predictions(double... truths) {
    int[] actual = new int[truths.length];
    float[] probabilities = new float[2 * truths.length];
    for (int i = 0; i < truths.length; i++) {
      actual[i] = i % 2;
      probabilities[2 * i + actual[i]] = (float) truths[i];
      probabilities[2 * i + 1 - actual[i]] = (float) (1 - truths[i]);
    }
    return new Predictions(List.of("a", "b"), actual, probabilities);
  }

  @Test
  void twoOppositeModelsGetWhatCalculusSays() {
    // -3 ln(0.1 + 0.8 w) - ln(0.9 - 0.8 w) is least at w = 0.8125.
    MixtureWeights fitted =
        MixtureWeights.fit(
            List.of(predictions(0.9, 0.9, 0.9, 0.1), predictions(0.1, 0.1, 0.1, 0.9)));

    assertThat(fitted.shares().get(0)).isCloseTo(0.8125, within(1e-5));
    assertThat(fitted.shares().get(1)).isCloseTo(0.1875, within(1e-5));
    assertThat(fitted.equalLoss()).isCloseTo(Math.log(2), within(1e-7));
    assertThat(fitted.loss()).isCloseTo((-3 * Math.log(0.75) - Math.log(0.25)) / 4, within(1e-7));
  }

  @Test
  void aModelThatIsWorseOnEverySampleGetsNothing() {
    MixtureWeights fitted =
        MixtureWeights.fit(List.of(predictions(0.3, 0.4), predictions(0.8, 0.9)));

    assertThat(fitted.shares()).containsExactly(0.0, 1.0);
  }

  @Test
  void equalModelsShareEqually() {
    Predictions one = predictions(0.3, 0.4, 0.9);

    assertThat(MixtureWeights.fit(List.of(one, one, one, one)).shares())
        .containsExactly(0.25, 0.25, 0.25, 0.25);
  }

  @Test
  void noOtherSharesAreBetter() {
    Random random = new Random(4);
    List<double[]> truths = new ArrayList<>();
    List<Predictions> models = new ArrayList<>();
    for (int model = 0; model < 4; model++) {
      double[] own = random.doubles(SAMPLES, 0.01, 1).toArray();
      truths.add(own);
      models.add(predictions(own));
    }

    MixtureWeights fitted = MixtureWeights.fit(models);

    // The optimum of a convex function on a simplex: the mean gain of every model that takes part
    // is 1, and of no other more.
    for (int model = 0; model < 4; model++) {
      double gain = 0;
      for (int sample = 0; sample < SAMPLES; sample++) {
        double mixture = 0;
        for (int other = 0; other < 4; other++) {
          mixture += fitted.shares().get(other) * truths.get(other)[sample];
        }
        gain += truths.get(model)[sample] / mixture / SAMPLES;
      }
      assertThat(gain).isLessThan(1 + 1e-4);
      if (fitted.shares().get(model) > 1e-4) {
        assertThat(gain).isGreaterThan(1 - 1e-4);
      }
    }
    assertThat(fitted.loss()).isLessThanOrEqualTo(fitted.equalLoss());
    assertThat(fitted.shares().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void aTruthThatEverybodyHoldsForImpossibleBreaksNothing() {
    MixtureWeights fitted = MixtureWeights.fit(List.of(predictions(0, 0.5), predictions(0, 0.6)));

    assertThat(fitted.loss()).isFinite();
  }

  @Test
  void otherSamplesOrNoneAreRefused() {
    assertThatThrownBy(() -> MixtureWeights.fit(List.of()))
        .hasMessageStartingWith("shares are fitted to predictions of at least one model");
    assertThatThrownBy(() -> MixtureWeights.fit(List.of(predictions(0.5, 0.5), predictions(0.5))))
        .hasMessageStartingWith(
            "shares are fitted to predictions of the same samples, got 2 and 1");
  }
}
