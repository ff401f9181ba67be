package org.mnistcnn.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * All numbers that say how good predictions are. What can't be computed, such as the AUC of a class
 * without samples, is NaN, and {@link #notes} say why.
 *
 * @param matrix what was taken for what
 * @param report precision, recall and F1 of each class and their means
 * @param accuracyInterval the 95 % interval of the accuracy
 * @param loss see {@link Predictions#loss}
 * @param probabilities log loss, Brier score and top-k accuracies
 * @param calibration confidence against accuracy
 * @param ranking ROC and precision-recall of each class against all others
 * @param notes what a reader must know about these numbers, one sentence each
 */
public record Scores(
    ConfusionMatrix matrix,
    ClassificationReport report,
    Interval accuracyInterval,
    double loss,
    ProbabilityScores probabilities,
    Calibration calibration,
    List<OneVsRest> ranking,
    List<String> notes) {

  public Scores {
    ranking = List.copyOf(ranking);
    notes = List.copyOf(notes);
  }

  /** Computes all of it, on all processors. */
  public static Scores of(Predictions predictions) {
    CompletableFuture<ProbabilityScores> probabilities =
        CompletableFuture.supplyAsync(() -> ProbabilityScores.of(predictions));
    CompletableFuture<Calibration> calibration =
        CompletableFuture.supplyAsync(() -> Calibration.of(predictions));
    List<OneVsRest> ranking =
        IntStream.range(0, predictions.classes())
            .parallel()
            .mapToObj(category -> OneVsRest.of(predictions, category))
            .toList();
    ConfusionMatrix matrix = ConfusionMatrix.of(predictions);
    return new Scores(
        matrix,
        ClassificationReport.of(matrix),
        Interval.wilson(matrix.correct(), matrix.total()),
        predictions.loss(),
        probabilities.join(),
        calibration.join(),
        ranking,
        notes(predictions, matrix));
  }

  private static List<String> notes(Predictions predictions, ConfusionMatrix matrix) {
    List<String> notes = new ArrayList<>();
    long[] actual = matrix.actualTotals();
    long[] predicted = matrix.predictedTotals();
    List<String> absent = named(matrix, category -> actual[category] == 0);
    List<String> nowhere =
        named(matrix, category -> actual[category] == 0 && predicted[category] == 0);
    List<String> onlyPredicted =
        named(matrix, category -> actual[category] == 0 && predicted[category] > 0);
    List<String> never =
        named(matrix, category -> actual[category] > 0 && predicted[category] == 0);
    if (matrix.total() == 0) {
      return List.of("There are no samples: no number is defined.");
    }
    if (!absent.isEmpty()) {
      notes.add(
          "Without samples: %s. Their AUC and average precision are not defined, and the means of"
                  .formatted(list(absent))
              + " these are those of the other classes.");
    }
    if (!nowhere.isEmpty()) {
      notes.add(
          "Neither there nor predicted: %s. As in scikit-learn, the macro means of precision, recall"
                  .formatted(list(nowhere))
              + " and F1 leave them out.");
    }
    if (!onlyPredicted.isEmpty()) {
      notes.add(
          "Predicted without being there: %s. As in scikit-learn, their precision, recall and F1"
                  .formatted(list(onlyPredicted))
              + " count as 0 in the macro means.");
    }
    if (absent.size() == matrix.classes() - 1) {
      notes.add("All samples are of one class: no ROC curve is defined.");
    }
    if (!never.isEmpty()) {
      notes.add("Never predicted: %s. Their precision counts as 0.".formatted(list(never)));
    }
    if (Double.isNaN(matrix.kappa())) {
      notes.add(
          "Cohen's kappa is not defined: one class is all there is and all that is predicted.");
    }
    int unlikely = 0;
    for (int sample = 0; sample < predictions.count(); sample++) {
      for (int category = 0; category < predictions.classes(); category++) {
        if (predictions.probability(sample, category) > predictions.confidence(sample)) {
          unlikely++;
          break;
        }
      }
    }
    if (unlikely > 0) {
      notes.add(
          "Of %d samples, the predicted class is not the most probable one: it was taken as given."
              .formatted(unlikely));
    }
    return notes;
  }

  private static List<String> named(ConfusionMatrix matrix, IntPredicate wanted) {
    return IntStream.range(0, matrix.classes())
        .filter(wanted)
        .mapToObj(matrix.classNames()::get)
        .toList();
  }

  private static String list(List<String> names) {
    int shown = Math.min(10, names.size());
    return String.join(", ", names.subList(0, shown))
        + (names.size() > shown ? " and %d more".formatted(names.size() - shown) : "");
  }

  /**
   * The mean AUC of the classes that have one; NaN if none has. Unlike scikit-learn, whose mean is
   * not defined if the AUC of one class is not, as a test set without a class still says how the
   * others are told apart.
   */
  public double macroAuc() {
    return meanOfDefined(OneVsRest::auc);
  }

  /** The mean AUC of the classes that have samples, each counting by them; NaN if one of it is. */
  public double weightedAuc() {
    double sum = 0;
    for (int category = 0; category < ranking.size(); category++) {
      long support = report.classes().get(category).support();
      sum += support == 0 ? 0 : ranking.get(category).auc() * support;
    }
    return sum / matrix.total();
  }

  /** The mean average precision of the classes that have samples; NaN if none has. */
  public double macroAveragePrecision() {
    return meanOfDefined(OneVsRest::averagePrecision);
  }

  private double meanOfDefined(ToDoubleFunction<OneVsRest> area) {
    return ranking.stream()
        .mapToDouble(area)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  /** The number of this name; NaN where it is not defined. */
  public double value(MeasureName name) {
    return name.category()
        .map(category -> ofClass(name.measure(), category))
        .orElseGet(() -> ofAll(name.measure()));
  }

  private double ofAll(MeasureName.Measure measure) {
    return switch (measure) {
      case ACCURACY -> report.accuracy();
      case LOSS -> loss;
      case LOG_LOSS -> probabilities.logLoss();
      case BRIER -> probabilities.brier();
      case ECE -> calibration.error();
      case TOP_2_ACCURACY -> probabilities.top2();
      case TOP_3_ACCURACY -> probabilities.top3();
      case MACRO_PRECISION -> report.macro().precision();
      case MACRO_RECALL -> report.macro().recall();
      case MACRO_F1 -> report.macro().f1();
      case WEIGHTED_PRECISION -> report.weighted().precision();
      case WEIGHTED_RECALL -> report.weighted().recall();
      case WEIGHTED_F1 -> report.weighted().f1();
      case MACRO_AUC -> macroAuc();
      case WEIGHTED_AUC -> weightedAuc();
      case MACRO_AP -> macroAveragePrecision();
      case KAPPA -> matrix.kappa();
      case MCC -> matrix.matthews();
      case PRECISION, RECALL, F1, AUC, AP -> throw new IllegalArgumentException(measure.toString());
    };
  }

  private double ofClass(MeasureName.Measure measure, int category) {
    ClassScores scores = report.classes().get(category);
    return switch (measure) {
      case PRECISION -> scores.precision();
      case RECALL -> scores.recall();
      case F1 -> scores.f1();
      case AUC -> ranking.get(category).auc();
      case AP -> ranking.get(category).averagePrecision();
      default -> throw new IllegalArgumentException(measure.toString());
    };
  }

  /** The numbers of the whole by name, in the order in which they are shown. */
  public Map<String, Double> overall() {
    Map<String, Double> values = new LinkedHashMap<>();
    for (MeasureName.Measure measure : MeasureName.Measure.values()) {
      if (!measure.ofClass()) {
        values.put(measure.toString(), value(new MeasureName(measure, Optional.empty())));
      }
    }
    return values;
  }
}
