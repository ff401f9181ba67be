package org.mnistcnn.search;

import java.util.function.BooleanSupplier;

/** Runs trials: in this process, or on another machine. Called by several threads at once. */
public interface TrialRunner {

  /**
   * Runs a trial from its last checkpoint, if it has one, else from the start, until the epoch that
   * it is to reach. Whatever goes wrong with the trial is a result.
   *
   * @param stop asked often; true ends the run after it has saved itself
   */
  TrialResult run(TrialDescription trial, BooleanSupplier stop);

  /** Frees what is stored of a trial that will not be resumed and is not the best. */
  void discard(TrialDescription trial);
}
