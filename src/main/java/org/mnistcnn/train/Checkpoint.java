package org.mnistcnn.train;

import java.util.List;
import java.util.Map;

/**
 * A moment of a run, from which it goes on as if it had never been interrupted.
 *
 * @param settings what the run was started with, by option; a resumed run must have the same
 * @param epoch the epoch under way or next, counted from 0
 * @param samples number of images that this epoch has seen; 0 between epochs
 * @param stopped why the run was ended by itself before its last epoch; empty if it goes on
 * @param history the finished epochs
 * @param learner the model and its optimizer
 * @param callbacks what each callback remembers, in the order of those that remember something
 */
public record Checkpoint(
    Map<String, String> settings,
    int epoch,
    int samples,
    String stopped,
    List<History.Epoch> history,
    CallbackState learner,
    List<CallbackState> callbacks) {

  /** Keeps copies of the lists and the map. */
  public Checkpoint {
    settings = Map.copyOf(settings);
    history = List.copyOf(history);
    callbacks = List.copyOf(callbacks);
  }
}
