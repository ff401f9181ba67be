package org.mnistcnn.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.SettingException;

/**
 * Which trials continue, and until when.
 *
 * <p>{@code asha} is asynchronous successive halving (Li and others 2020, A System for Massively
 * Parallel Hyperparameter Tuning): a trial pauses on rungs of 1, 3, 9 ... epochs, and continues
 * when it is among the best third of those that have reached its rung. {@code hyperband} (Li and
 * others 2018) is the same in several brackets, each of which starts a rung later, so that trials
 * that improve slowly are found as well. {@code none} trains every trial to its end.
 *
 * @param kind which of these
 * @param minEpochs the first rung
 * @param reduction how many times as far the next rung is, and one in how many continues
 */
public record Scheduler(Kind kind, int minEpochs, int reduction) {

  /** The kinds of scheduler. */
  public enum Kind {
    NONE,
    ASHA,
    HYPERBAND;

    /** The name on a command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Scheduler {
    Check.positive("minEpochs", minEpochs);
    if (reduction < 2) {
      throw new SettingException("reduction", "must be at least 2, got " + reduction);
    }
  }

  /** Every trial is trained to its end. */
  public static Scheduler none() {
    return new Scheduler(Kind.NONE, 1, 3);
  }

  boolean isHalving() {
    return kind != Kind.NONE;
  }

  /** After how many epochs a trial pauses, ascending; the last one ends its training. */
  List<Integer> rungs(int id, int epochs) {
    List<Integer> all = new ArrayList<>();
    for (long rung = minEpochs; isHalving() && rung * reduction <= epochs; rung *= reduction) {
      all.add((int) rung);
    }
    all.add(epochs);
    return all.subList(bracket(id, all.size()), all.size());
  }

  /**
   * The bracket of a trial, by its first rung. Trials take turns as in Hyperband, where bracket b
   * of n has n / (n - b) * reduction^(n - 1 - b) of them, so that all cost about the same.
   */
  private int bracket(int id, int rungs) {
    if (kind != Kind.HYPERBAND) {
      return 0;
    }
    List<Integer> turns = new ArrayList<>();
    for (int bracket = 0; bracket < rungs; bracket++) {
      int exponent = rungs - 1 - bracket;
      int trials = (int) Math.ceil(Math.pow(reduction, exponent) * rungs / (exponent + 1));
      for (int i = 0; i < trials; i++) {
        turns.add(bracket);
      }
    }
    return turns.get((id - 1) % turns.size());
  }

  /** How many rungs a trial has reached, counted over all brackets; 0 without halving. */
  int reached(Trial trial) {
    if (!isHalving()) {
      return 0;
    }
    TrialDescription description = trial.description();
    List<Integer> rungs =
        new Scheduler(Kind.ASHA, minEpochs, reduction).rungs(1, description.epochs());
    return trial.isDone()
        ? rungs.size()
        : (int) rungs.stream().filter(rung -> rung <= trial.epochs()).count();
  }

  /**
   * A paused trial to be resumed, with the epoch that it is to reach next.
   *
   * @param trials all of the search
   * @param closing whether there will be no other trials: then the best of each rung continues,
   *     even where there are fewer than {@code reduction}
   */
  Optional<TrialDescription> promotion(List<Trial> trials, Objective objective, boolean closing) {
    if (!isHalving()) {
      return Optional.empty();
    }
    int epochs = trials.stream().mapToInt(trial -> trial.description().epochs()).max().orElse(1);
    int rungs = rungs(1, epochs).size();
    for (int first = 0; first < rungs; first++) {
      List<Trial> bracket = new ArrayList<>();
      for (Trial trial : trials) {
        if (bracket(trial.description().id(), rungs) == first) {
          bracket.add(trial);
        }
      }
      Optional<TrialDescription> promoted = promotionWithin(bracket, objective, closing);
      if (promoted.isPresent()) {
        return promoted;
      }
    }
    return Optional.empty();
  }

  /** The highest rung first, so that good trials come to their end soon. */
  private Optional<TrialDescription> promotionWithin(
      List<Trial> bracket, Objective objective, boolean closing) {
    if (bracket.isEmpty()) {
      return Optional.empty();
    }
    TrialDescription any = bracket.get(0).description();
    List<Integer> rungs = rungs(any.id(), any.epochs());
    for (int rung = rungs.size() - 2; rung >= 0; rung--) {
      int here = rungs.get(rung);
      List<Trial> finished =
          bracket.stream()
              .filter(trial -> trial.isFailed() || trial.isDone() || trial.epochs() >= here)
              .sorted(Comparator.comparingDouble(trial -> -scoreAt(trial, here, objective)))
              .toList();
      int places = finished.size() / reduction;
      if (closing && !finished.isEmpty()) {
        places = Math.max(1, places);
      }
      for (Trial trial : finished.subList(0, places)) {
        if (!trial.running() && trial.isMeasured() && !trial.isDone() && trial.epochs() == here) {
          return Optional.of(trial.description().withUntil(rungs.get(rung + 1)));
        }
      }
    }
    return Optional.empty();
  }

  /** What was measured at a rung, of a trial that may have gone further since. */
  private static double scoreAt(Trial trial, int epochs, Objective objective) {
    if (trial.epochs() <= epochs || trial.isFailed()) {
      return trial.score(objective);
    }
    return trial
        .result()
        .map(result -> objective.score(result.epochs().get(epochs - 1).logs()))
        .orElse(Double.NEGATIVE_INFINITY);
  }
}
