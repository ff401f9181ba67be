package org.mnistcnn.search;

import com.fasterxml.jackson.core.JacksonException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.Json;
import org.mnistcnn.common.WithBuilder;

/**
 * All that must be known to run a trial, or to resume it: plain values, which go to another machine
 * as JSON.
 *
 * @param id counted from 1
 * @param settings the values of the parameters, by name
 * @param fixed what all trials of a search have in common, by name
 * @param seed what first weights, order of batches and chance are functions of
 * @param epochs passes over the training images of the whole training, which schedules know
 * @param until after how many of them to pause
 * @param threads how many of the processor's threads to use; 0 for all
 * @param directory where checkpoints are, relative to the directory of the search
 * @param data the data set, by number of images and checksum
 */
@WithBuilder
public record TrialDescription(
    int id,
    Map<String, String> settings,
    Map<String, String> fixed,
    long seed,
    int epochs,
    int until,
    int threads,
    String directory,
    String data)
    implements TrialDescriptionBuilder.With {

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public TrialDescription {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    fixed = Collections.unmodifiableMap(new TreeMap<>(fixed));
    Check.positive("id", id);
    if (until < 1 || until > epochs) {
      throw new IllegalArgumentException(
          "until must be in [1, %d], got %d".formatted(epochs, until));
    }
    Check.notNegative("threads", threads);
  }

  /** The description as one line of JSON. */
  public String json() {
    return Json.line(this);
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @throws IllegalArgumentException if it is not that
   */
  public static TrialDescription parse(String json) {
    try {
      return TrialFormat.parse(json, TrialDescription.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a trial: " + e.getOriginalMessage(), e);
    }
  }
}
