package org.mnistcnn.search;

import com.fasterxml.jackson.core.JacksonException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mnistcnn.common.Json;
import org.mnistcnn.train.History;

/**
 * What came of running a trial: plain values, which come from another machine as JSON.
 *
 * @param id the trial's
 * @param state how it ended
 * @param reason why it failed, or ended before its last epoch; empty if it did neither
 * @param epochs what was measured, epoch by epoch, from the first one on
 * @param measures what was measured of the model as it would be if its training ended now
 * @param seconds how long this run took
 */
public record TrialResult(
    int id,
    State state,
    String reason,
    List<History.Epoch> epochs,
    Map<String, Double> measures,
    double seconds) {

  /** How a run of a trial ended. */
  public enum State {
    /** It has reached the epoch that it was to reach, and can be resumed from its checkpoint. */
    PAUSED,
    /** Its training is over. */
    DONE,
    /** It can't be trained, or not be measured. */
    FAILED,
    /** It was asked to end, and has saved itself: it has no result yet. */
    INTERRUPTED
  }

  public TrialResult {
    epochs = List.copyOf(epochs);
    measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
  }

  /** A trial that failed. */
  public static TrialResult failed(int id, String reason, double seconds) {
    return new TrialResult(id, State.FAILED, reason, List.of(), Map.of(), seconds);
  }

  /** The result as one line of JSON. */
  public String json() {
    return Json.line(this);
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @throws IllegalArgumentException if it is not that
   */
  public static TrialResult parse(String json) {
    try {
      return TrialFormat.parse(json, TrialResult.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not the result of a trial: " + e.getOriginalMessage(), e);
    }
  }
}
