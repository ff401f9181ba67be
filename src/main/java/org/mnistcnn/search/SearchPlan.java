package org.mnistcnn.search;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.SettingException;

/**
 * What a search does.
 *
 * @param space what is searched
 * @param sampler how settings are chosen
 * @param scheduler which trials continue
 * @param objective what is looked for
 * @param trials how many to run
 * @param budgetEpochs how many epochs all trials together may be trained; empty for no limit
 * @param parallel how many trials run at once
 * @param threads how many of the processor's threads each may use; 0 for all
 * @param seed what the settings, and each trial, are functions of
 * @param epochs of a trial whose settings do not say
 * @param fixed what all trials have in common, by name
 * @param data the data set, by number of images and checksum
 */
public record SearchPlan(
    SearchSpace space,
    Sampler sampler,
    Scheduler scheduler,
    Objective objective,
    int trials,
    OptionalInt budgetEpochs,
    int parallel,
    int threads,
    long seed,
    int epochs,
    Map<String, String> fixed,
    String data) {

  /** The parameter that says how long a trial is trained. */
  private static final String EPOCHS = "epochs";

  /**
   * @throws IllegalArgumentException if a number is out of range, or the scheduler and the space
   *     both decide how long to train
   */
  public SearchPlan {
    fixed = Collections.unmodifiableMap(new TreeMap<>(fixed));
    Check.positive("trials", trials);
    Check.positive("parallel", parallel);
    Check.positive("epochs", epochs);
    if (budgetEpochs.isPresent()) {
      Check.positive("budgetEpochs", budgetEpochs.getAsInt());
    }
    if (scheduler.isHalving()
        && space.searched().stream().anyMatch(parameter -> parameter.name().equals(EPOCHS))) {
      throw new SettingException(
          "epochs",
          "can't be searched with scheduler %s, which decides how long a trial is trained:"
                  .formatted(scheduler.kind())
              + " fix them, or take scheduler none");
    }
    if (scheduler.isHalving() && scheduler.minEpochs() > epochs) {
      throw new SettingException(
          "minEpochs",
          "must be at most %d, the epochs of a trial, got %d"
              .formatted(epochs, scheduler.minEpochs()));
    }
  }

  /** A new trial with these settings. */
  TrialDescription trial(int id, Map<String, String> settings) {
    String own = settings.get(EPOCHS);
    int whole = own == null ? epochs : Integer.parseInt(own);
    return new TrialDescription(
        id,
        settings,
        fixed,
        seed,
        whole,
        scheduler.rungs(id, whole).get(0),
        threads,
        "trials/%04d".formatted(id),
        data);
  }
}
