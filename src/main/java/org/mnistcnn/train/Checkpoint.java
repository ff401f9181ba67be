package org.mnistcnn.train;

import java.util.List;

/**
 * A moment of a run, from which it resumes as if it had never been interrupted.
 *
 * @param description what the run is, in the words of whoever started it; the program's own runs
 *     keep JSON there
 * @param epoch the epoch under way or next, counted from 0
 * @param samples number of images that this epoch has seen; 0 between epochs
 * @param stopped why the run was ended by itself before its last epoch; empty if it was not
 * @param history the finished epochs
 * @param learner the model and its optimizer
 * @param callbacks what each callback remembers, in the order of those that remember something
 */
public record Checkpoint(
    String description,
    int epoch,
    int samples,
    String stopped,
    List<History.Epoch> history,
    CallbackState learner,
    List<CallbackState> callbacks) {

  public Checkpoint {
    history = List.copyOf(history);
    callbacks = List.copyOf(callbacks);
  }
}
