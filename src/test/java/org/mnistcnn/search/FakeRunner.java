package org.mnistcnn.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.mnistcnn.train.History;

/** Trials that take no time: accuracy rises with the epochs towards a value that settings give. */
final class FakeRunner implements TrialRunner {

  /** What was run, as {@code id:until}, in the order of their ends. */
  final List<String> runs = Collections.synchronizedList(new ArrayList<>());

  final List<Integer> discarded = new ArrayList<>();

  @Override
  public TrialResult run(TrialDescription trial, BooleanSupplier stop) {
    if (stop.getAsBoolean()) {
      return new TrialResult(trial.id(), TrialResult.State.INTERRUPTED, "", List.of(), Map.of(), 0);
    }
    double x = Double.parseDouble(trial.settings().getOrDefault("x", "0"));
    runs.add(trial.id() + ":" + trial.until());
    if (x > 0.9) {
      throw new IllegalStateException("x is too large");
    }
    if (x > 0.85) {
      return result(trial, Double.NaN);
    }
    return result(trial, x);
  }

  private static TrialResult result(TrialDescription trial, double x) {
    List<History.Epoch> epochs = new ArrayList<>();
    for (int epoch = 0; epoch < trial.until(); epoch++) {
      Map<String, Double> logs = new LinkedHashMap<>();
      logs.put("val_accuracy", x * (1 - 1.0 / (epoch + 2)));
      epochs.add(new History.Epoch(epoch, logs));
    }
    return new TrialResult(
        trial.id(),
        trial.until() == trial.epochs() ? TrialResult.State.DONE : TrialResult.State.PAUSED,
        "",
        epochs,
        epochs.get(trial.until() - 1).logs(),
        1);
  }

  @Override
  public void discard(TrialDescription trial) {
    discarded.add(trial.id());
  }
}
