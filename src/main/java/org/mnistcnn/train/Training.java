package org.mnistcnn.train;

/** A run under way, as callbacks see it. */
public interface Training {

  /** The model that learns. */
  Learner learner();

  /** The epochs finished so far. */
  History history();

  /**
   * Ends the run: after this step if called at the end of a step, after this epoch if called at its
   * end.
   *
   * @param reason for people, such as {@code val_loss has not improved for 3 epochs}
   */
  void stop(String reason);
}
