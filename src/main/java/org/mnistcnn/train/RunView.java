package org.mnistcnn.train;

import java.util.Optional;

/** A run under way, as callbacks see it. */
public interface RunView {

  Learner learner();

  History history();

  /**
   * Ends the run: after this step if called at the end of a step, after this epoch if called at its
   * end. An epoch that is ended within is not over: it is not validated and not in the history, and
   * a resumed run takes it up again where it was.
   *
   * @param reason for people, such as {@code val_loss has not improved for 3 epochs}
   */
  void stop(String reason);

  /** Why the run is being ended; empty if it is not. */
  Optional<String> stopReason();

  /** This moment, with what all callbacks remember. */
  Checkpoint checkpoint();
}
