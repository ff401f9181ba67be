package org.mnistcnn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ScoresTest {

  private static final List<String> NAMES = List.of("cat", "dog", "cow");

  @Test
  void notesSayWhatIsNotDefinedAndWhy() {
    Scores scores =
        Scores.of(
            new Predictions(NAMES, new int[] {1, 1}, new float[] {.1f, .8f, .1f, .2f, .5f, .3f}));
    assertThat(scores.notes())
        .containsExactly(
            "Without samples: cat, cow. Their AUC and average precision are not defined, and the"
                + " means of these are those of the other classes.",
            "Neither there nor predicted: cat, cow. As in scikit-learn, the macro means of"
                + " precision, recall and F1 leave them out.",
            "All samples are of one class: no ROC curve is defined.",
            "Cohen's kappa is not defined: one class is all there is and all that is predicted.");
    assertThat(scores.macroAuc()).isNaN();
    assertThat(scores.macroAveragePrecision()).isEqualTo(1);
    assertThat(scores.report().macro().f1()).isEqualTo(1);
  }

  @Test
  void aClassThatIsNotThereCountsInMacroMeansOnlyIfItWasPredicted() {
    Scores scores =
        Scores.of(
            new Predictions(
                List.of("cat", "dog", "cow", "yak"),
                new int[] {0, 0, 1, 1},
                new int[] {0, 2, 1, 1},
                new float[] {.9f, 0, .1f, 0, .4f, 0, .6f, 0, 0, 1, 0, 0, .2f, .8f, 0, 0}));
    // scikit-learn: f1_score([0, 0, 1, 1], [0, 2, 1, 1], average="macro")
    assertThat(scores.report().macro().f1()).isEqualTo((2.0 / 3 + 1 + 0) / 3);
    assertThat(scores.macroAuc()).isEqualTo(1);
    assertThat(scores.notes())
        .containsExactly(
            "Without samples: cow, yak. Their AUC and average precision are not defined, and the"
                + " means of these are those of the other classes.",
            "Neither there nor predicted: yak. As in scikit-learn, the macro means of precision,"
                + " recall and F1 leave them out.",
            "Predicted without being there: cow. As in scikit-learn, their precision, recall and"
                + " F1 count as 0 in the macro means.");
  }

  @Test
  void aPredictedClassNeedNotBeTheMostProbable() {
    Scores scores =
        Scores.of(
            new Predictions(
                NAMES,
                new int[] {0, 1, 2},
                new int[] {1, 1, 2},
                new float[] {.65f, .35f, 0, 0, 1, 0, 0, 0, 1}));
    assertThat(scores.matrix().count(0, 1)).isEqualTo(1);
    assertThat(scores.calibration().bins().get(5).count()).isEqualTo(1);
    assertThat(scores.notes())
        .contains(
            "Of 1 samples, the predicted class is not the most probable one: it was taken as"
                + " given.");
  }

  @Test
  void noSamplesGiveNoNumbers() {
    Scores scores = Scores.of(new Predictions(NAMES, new int[0], new float[0]));
    assertThat(scores.notes()).containsExactly("There are no samples: no number is defined.");
    assertThat(scores.overall().get("accuracy")).isNaN();
    assertThat(scores.overall().get("log_loss")).isNaN();
    assertThat(scores.overall().get("ece")).isNaN();
    assertThat(scores.accuracyInterval().low()).isNaN();
  }

  @Test
  void theMostConfusedPairsComeFirst() {
    Predictions predictions =
        new Predictions(
            NAMES, new int[] {0, 0, 0, 1, 2, 2}, new int[] {1, 1, 0, 2, 0, 2}, new float[18]);
    assertThat(ConfusionMatrix.of(predictions).mostConfused(2))
        .containsExactly(
            new ConfusionMatrix.Confusion(0, 1, 2), new ConfusionMatrix.Confusion(1, 2, 1));
  }

  @Test
  void theSurestMistakesAndTheLeastCertainHitsStandOut() {
    Predictions predictions =
        new Predictions(
            NAMES,
            new int[] {0, 1, 2, 0, 1},
            new float[] {.3f, .7f, 0, .9f, .1f, 0, 0, 0, 1, .4f, .3f, .3f, .7f, .3f, 0});
    assertThat(predictions.worstMistakes(2)).containsExactly(1, 0);
    assertThat(predictions.worstMistakes(9)).containsExactly(1, 0, 4);
    assertThat(predictions.leastCertain(1)).containsExactly(3);
  }

  @Test
  void predictionsOfOtherSamplesAreNotCompared() {
    Predictions first = MadeUp.predictions(1, NAMES, 50, 2);
    assertThat(McNemar.of(first, first)).isEqualTo(new McNemar(0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> McNemar.of(first, MadeUp.predictions(2, NAMES, 50, 2)))
        .withMessage(
            "McNemar's test needs predictions of the same samples, got 50 and 50 of other true"
                + " classes");
  }

  @Test
  void aCurveIsThinnedOutButKeepsItsEnds() {
    Predictions predictions = MadeUp.predictions(3, NAMES, 20_000, 1);
    List<OneVsRest.Point> points = OneVsRest.of(predictions, 0).points();
    assertThat(points).hasSizeBetween(200, 3000);
    assertThat(points.get(0)).isEqualTo(new OneVsRest.Point(0, 0, 1));
    OneVsRest.Point last = points.get(points.size() - 1);
    assertThat(last.falsePositiveRate()).isEqualTo(1);
    assertThat(last.recall()).isEqualTo(1);
  }
}
