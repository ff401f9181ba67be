package org.mnistcnn.search;

import java.util.Optional;

/**
 * A trial as far as it is known.
 *
 * @param description as it was started last
 * @param result the last one; empty if it has none yet
 * @param running whether it was started, or started again, and has no result of that yet
 * @param seconds how long all of its runs took
 */
public record Trial(
    TrialDescription description, Optional<TrialResult> result, boolean running, double seconds) {

  /** Number of epochs that have been trained. */
  public int epochs() {
    return result.map(last -> last.epochs().size()).orElse(0);
  }

  /** Whether its training is over, and not because it failed. */
  public boolean isDone() {
    return has(TrialResult.State.DONE);
  }

  public boolean isFailed() {
    return has(TrialResult.State.FAILED);
  }

  /** Whether it has measures to be judged by. */
  public boolean isMeasured() {
    return result.isPresent() && !isFailed();
  }

  /** The measure that is looked for; NaN if there is none. */
  public double value(Objective objective) {
    return result.map(last -> objective.value(last.measures())).orElse(Double.NaN);
  }

  /** The value, negated where less is better; negative infinity for a trial that failed. */
  double score(Objective objective) {
    return isMeasured()
        ? result.map(last -> objective.score(last.measures())).orElse(Double.NEGATIVE_INFINITY)
        : Double.NEGATIVE_INFINITY;
  }

  private boolean has(TrialResult.State state) {
    return result.filter(last -> last.state() == state).isPresent();
  }

  Trial started(TrialDescription again) {
    return new Trial(again, result, true, seconds);
  }

  Trial finished(TrialResult last) {
    return new Trial(description, Optional.of(last), false, seconds + last.seconds());
  }
}
